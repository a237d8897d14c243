using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>Accounts, and what they sign in with. As the name, "me" stands for the caller's own.</summary>
internal static class AccountOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/accounts", new("Accounts", "List the accounts")
        {
            Replies = [new(200, "All accounts, by name", Body.Json(Default.PageRecordAccountRecord))], Problems = [400, 401, 403],
        }),
        ("POST /api/v1/accounts", new("Accounts", "Add an account with its home space")
        {
            Request = Body.Json(Default.AccountRequest), Replies = [new(201, "The new account", Body.Json(Default.AccountRecord))],
            Problems = [400, 401, 403, 409, 413],
        }),
        ("GET /api/v1/accounts/{name}", new("Accounts", "Show an account with its addresses, groups and spaces")
        {
            Replies = [new(200, "The account", Body.Json(Default.AccountDetailRecord))], Problems = [400, 401, 403, 404],
        }),
        ("PATCH /api/v1/accounts/{name}", new("Accounts", "Disable or enable an account, or change its role; its open connections end within 5 seconds")
        {
            Request = Body.Json(Default.AccountPatchRequest), Replies = [new(200, "The account as it is now", Body.Json(Default.AccountRecord))],
            Problems = [400, 401, 403, 404, 409, 413],
        }),
        ("DELETE /api/v1/accounts/{name}", new("Accounts", "Remove an account; 409 while it owns spaces, or a home that is in use and nothing says what becomes of it")
        {
            Parameters = [new("home", "string", "delete: the home goes with it"), new("homeTo", "string", "Who owns the home from now on")],
            Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404, 409],
        }),
        ("PUT /api/v1/accounts/{name}/password", new("Accounts", "Change a password; the account itself gives its present one")
        {
            Request = Body.Json(Default.PasswordRequest), Replies = [new(204, "It is changed")], Problems = [400, 401, 403, 404, 413],
        }),
        ("POST /api/v1/accounts/{name}/addresses", new("Accounts", "Give an account another e-mail address")
        {
            Request = Body.Json(Default.AddressRequest), Replies = [new(201, "The account as it is now", Body.Json(Default.AccountRecord))],
            Problems = [400, 401, 403, 404, 409, 413],
        }),
        ("DELETE /api/v1/accounts/{name}/addresses/{address}", new("Accounts", "Take an e-mail address from an account")
        {
            Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/accounts/{name}/app-passwords", new("Credentials", "List the app passwords of an account, with their last use")
        {
            Replies = [new(200, "Its app passwords", Body.Json(Default.PageRecordAppPasswordRecord))], Problems = [400, 401, 403, 404],
        }),
        ("POST /api/v1/accounts/{name}/app-passwords", new("Credentials", "Make an app password, which is told only in this answer; needs the account's own password")
        {
            Request = Body.Json(Default.AppPasswordRequest), Replies = [new(201, "The new app password", Body.Json(Default.NewAppPasswordRecord))],
            Problems = [400, 401, 403, 404, 409, 413],
        }),
        ("DELETE /api/v1/accounts/{name}/app-passwords/{label}", new("Credentials", "Revoke an app password; what is signed in with it ends within 5 seconds")
        {
            Replies = [new(204, "It is revoked")], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/accounts/{name}/tokens", new("Credentials", "List the tokens of an account, with their last use")
        {
            Replies = [new(200, "Its tokens", Body.Json(Default.PageRecordTokenRecord))], Problems = [400, 401, 403, 404],
        }),
        ("POST /api/v1/accounts/{name}/tokens", new("Credentials", "Make a token, which is told only in this answer; needs the account's own password")
        {
            Request = Body.Json(Default.TokenRequest), Replies = [new(201, "The new token", Body.Json(Default.NewTokenRecord))],
            Problems = [400, 401, 403, 404, 409, 413],
        }),
        ("GET /api/v1/accounts/{name}/sessions", new("Credentials", "List the sessions of an account, the one that was used last first")
        {
            Replies = [new(200, "Its sessions", Body.Json(Default.PageRecordSessionRecord))], Problems = [400, 401, 403, 404],
        }),
        ("DELETE /api/v1/accounts/{name}/sessions", new("Credentials", "End all sessions of an account; what they have open ends within 5 seconds")
        {
            Replies = [new(204, "They have ended")], Problems = [400, 401, 403, 404],
        }),
        ("DELETE /api/v1/accounts/{name}/sessions/{id}", new("Credentials", "End a session; what it has open ends within 5 seconds")
        {
            Replies = [new(204, "It has ended")], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/session", new("Credentials", "The session of the request's cookie, with the token that its changes need; 404 for what signs in with each request")
        {
            Replies = [new(200, "The session", Body.Json(Default.OwnSessionRecord))], Problems = [400, 401, 404],
        }),
        ("POST /api/v1/session", new("Credentials", "Begin a session with the account's own password; the answer sets its cookie")
        {
            Request = Body.Json(Default.SessionRequest), Replies = [new(201, "The new session", Body.Json(Default.OwnSessionRecord))], Problems = [400, 401, 403, 413],
        }),
        ("DELETE /api/v1/session", new("Credentials", "End the session of the request's cookie")
        {
            Replies = [new(204, "It has ended")], Problems = [400, 401, 404],
        }),
        ("POST /api/v1/session/confirm", new("Credentials", "Give the password again, for what asks for it: new app passwords, tokens, accounts, addresses")
        {
            Request = Body.Json(Default.ConfirmRequest), Replies = [new(204, "It was right")], Problems = [400, 401, 404, 413],
        }),
        ("DELETE /api/v1/accounts/{name}/tokens/{label}", new("Credentials", "Revoke a token; what is signed in with it ends within 5 seconds")
        {
            Replies = [new(204, "It is revoked")], Problems = [400, 401, 403, 404],
        }),
    ];
}
