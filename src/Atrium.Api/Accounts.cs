using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>An account: <c>GET /api/v1/accounts</c>.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="Administrator">May administer the server.</param>
/// <param name="Disabled">Cannot sign in, and holds no open connection.</param>
/// <param name="Created">When.</param>
/// <param name="Addresses">Its e-mail addresses.</param>
public sealed record AccountRecord(string Name, bool Administrator, bool Disabled, DateTimeOffset Created, IReadOnlyList<string> Addresses);

/// <summary>An account with what surrounds it: <c>GET /api/v1/accounts/{name}</c>.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="Administrator">May administer the server.</param>
/// <param name="Disabled">Cannot sign in, and holds no open connection.</param>
/// <param name="Created">When.</param>
/// <param name="Addresses">Its e-mail addresses.</param>
/// <param name="Groups">Those that it is directly in.</param>
/// <param name="Spaces">The paths of those that it owns itself.</param>
public sealed record AccountDetailRecord(
    string Name, bool Administrator, bool Disabled, DateTimeOffset Created, IReadOnlyList<string> Addresses, IReadOnlyList<string> Groups,
    IReadOnlyList<string> Spaces);

/// <summary>The body of <c>POST /api/v1/accounts</c>.</summary>
/// <param name="Name">Letters a-z, digits, '.', '-' and '_' between them.</param>
/// <param name="Password">At least 12 characters.</param>
/// <param name="Administrator">May administer the server.</param>
/// <param name="Addresses">E-mail addresses.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AccountRequest(string Name, string Password, bool Administrator = false, IReadOnlyList<string>? Addresses = null);

/// <summary>The body of <c>PATCH /api/v1/accounts/{name}</c>; what is null stays as it is.</summary>
/// <param name="Disabled">Cannot sign in, and holds no open connection.</param>
/// <param name="Administrator">May administer the server.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AccountPatchRequest(bool? Disabled = null, bool? Administrator = null);

/// <summary>The body of <c>PUT /api/v1/accounts/{name}/password</c>.</summary>
/// <param name="Password">The new one.</param>
/// <param name="Present">The present one, where it is the caller's own.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PasswordRequest(string Password, string? Present = null);

/// <summary>The body of <c>POST /api/v1/accounts/{name}/addresses</c>.</summary>
/// <param name="Address">An e-mail address that no other account has.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AddressRequest(string Address);

/// <summary>The last use of a credential.</summary>
/// <param name="At">When.</param>
/// <param name="From">The client's address.</param>
/// <param name="Protocol">"http", "dav", "ftp", "imap", "smtp".</param>
public sealed record CredentialUseRecord(DateTimeOffset At, string? From, string Protocol);

/// <summary>An app password, without its secret: <c>GET /api/v1/accounts/{name}/app-passwords</c>.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Protocols">Where it can be used; empty for everywhere.</param>
/// <param name="Created">When.</param>
/// <param name="LastUse">Null before the first.</param>
public sealed record AppPasswordRecord(string Label, IReadOnlyList<string> Protocols, DateTimeOffset Created, CredentialUseRecord? LastUse);

/// <summary>The body of <c>POST /api/v1/accounts/{name}/app-passwords</c>.</summary>
/// <param name="Label">Letters a-z, digits, '.', '-' and '_' between them; once for an account.</param>
/// <param name="Protocols">"http", "dav", "ftp", "imap", "smtp"; null or empty for everywhere.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AppPasswordRequest(string Label, IReadOnlyList<string>? Protocols = null);

/// <summary>A new app password: the only answer that holds its secret.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Protocols">Where it can be used; empty for everywhere.</param>
/// <param name="Created">When.</param>
/// <param name="Login">The user name for clients that use SCRAM; the account's name alone does for the others.</param>
/// <param name="Password">The secret.</param>
public sealed record NewAppPasswordRecord(string Label, IReadOnlyList<string> Protocols, DateTimeOffset Created, string Login, string Password);

/// <summary>A bearer token, without its secret: <c>GET /api/v1/accounts/{name}/tokens</c>.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Scope">"read", "write" or "admin".</param>
/// <param name="Created">When.</param>
/// <param name="Expires">It is good until then.</param>
/// <param name="LastUse">Null before the first.</param>
public sealed record TokenRecord(string Label, string Scope, DateTimeOffset Created, DateTimeOffset Expires, CredentialUseRecord? LastUse);

/// <summary>The body of <c>POST /api/v1/accounts/{name}/tokens</c>.</summary>
/// <param name="Label">Letters a-z, digits, '.', '-' and '_' between them; once for an account.</param>
/// <param name="Scope">"read": read files; "write": everything with files; "admin": all that the account may.</param>
/// <param name="Expires">At most a year from now; null for 90 days.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TokenRequest(string Label, string Scope = "read", DateTimeOffset? Expires = null);

/// <summary>A new token: the only answer that holds its secret.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Scope">"read", "write" or "admin".</param>
/// <param name="Created">When.</param>
/// <param name="Expires">It is good until then.</param>
/// <param name="Token">The secret, for <c>Authorization: Bearer</c>.</param>
public sealed record NewTokenRecord(string Label, string Scope, DateTimeOffset Created, DateTimeOffset Expires, string Token);
