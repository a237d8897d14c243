using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>The body of <c>POST /api/v1/session</c>.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Password">Its own password.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SessionRequest(string Account, string Password);

/// <summary>The body of <c>POST /api/v1/session/confirm</c>.</summary>
/// <param name="Password">The account's own.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConfirmRequest(string Password);

/// <summary>The caller's own session: <c>/api/v1/session</c>.</summary>
/// <param name="Account">Who is signed in.</param>
/// <param name="Id">What the session is called in lists; no secret.</param>
/// <param name="Created">When it began.</param>
/// <param name="Expires">It ends then at the latest, as far as it is known now.</param>
/// <param name="Csrf">For the field <c>X-Atrium-Csrf</c> of each change that is made in it.</param>
public sealed record OwnSessionRecord(string Account, string Id, DateTimeOffset Created, DateTimeOffset Expires, string Csrf);

/// <summary>A session of an account: <c>GET /api/v1/accounts/{name}/sessions</c>.</summary>
/// <param name="Id">What it is called; no secret.</param>
/// <param name="Agent">What the client said about itself.</param>
/// <param name="Created">When it began.</param>
/// <param name="Expires">It ends then, or later when it is used.</param>
/// <param name="LastUse">Null before the first request in it.</param>
/// <param name="Current">True for the one that asks.</param>
public sealed record SessionRecord(string Id, string Agent, DateTimeOffset Created, DateTimeOffset Expires, CredentialUseRecord? LastUse, bool Current);
