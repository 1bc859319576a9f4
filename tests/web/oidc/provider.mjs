// A real identity provider for test_sign_on.py: `node provider.mjs PORT PORTAL`.
// Whoever comes is logged in at once as the account, and as strongly, as the headers x-account and x-acr say.
import Provider from "oidc-provider";

const [port, portal] = process.argv.slice(2);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: "portaal",
      client_secret: "een geheim van de test, lang genoeg",
      redirect_uris: [`${portal}/inloggen/organisatie/terug`],
      post_logout_redirect_uris: [`${portal}/inloggen`],
      backchannel_logout_uri: `${portal}/inloggen/organisatie/einde`,
      backchannel_logout_session_required: true,
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  acrValues: ["sterk", "zwak"],
  claims: { openid: ["sub"], email: ["email", "email_verified"], acr: null, sid: null, auth_time: null, iss: null },
  cookies: { keys: ["alleen voor de test"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  // Without its guard against addresses on this machine, because the portal of the test is one.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}`, email_verified: !id.startsWith("onbewezen") }),
  }),
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const login = { accountId: ctx.get("x-account"), acr: ctx.get("x-acr") || undefined };
  await provider.interactionFinished(ctx.req, ctx.res, { login });
  ctx.respond = false;
});
for (const event of ["server_error", "backchannel.error"]) provider.on(event, (_, error) => console.error(event, error));
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
