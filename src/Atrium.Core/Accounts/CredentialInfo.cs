namespace Atrium.Core.Accounts;

/// <summary>When and from where a credential was last used.</summary>
/// <param name="At">When.</param>
/// <param name="From">The client's address.</param>
/// <param name="Protocol">"http", "dav", "ftp", "imap", "smtp".</param>
public sealed record CredentialUse(DateTimeOffset At, string? From, string Protocol);

/// <summary>An app password, without its secret.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Protocols">Where it can be used; empty for everywhere.</param>
/// <param name="Created">When.</param>
/// <param name="LastUse">Null before the first.</param>
public sealed record AppPasswordInfo(string Label, IReadOnlyList<string> Protocols, DateTimeOffset Created, CredentialUse? LastUse);

/// <summary>An app password, shown this once.</summary>
/// <param name="Info">What stays visible.</param>
/// <param name="Login">The name for SCRAM, which needs the label; other mechanisms take the account's name too.</param>
/// <param name="Password">The secret.</param>
public sealed record NewAppPassword(AppPasswordInfo Info, string Login, string Password);

/// <summary>A bearer token, without its secret.</summary>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Scope">The most that it lets do.</param>
/// <param name="Created">When.</param>
/// <param name="Expires">It is good until then.</param>
/// <param name="LastUse">Null before the first.</param>
public sealed record TokenInfo(string Label, TokenScope Scope, DateTimeOffset Created, DateTimeOffset Expires, CredentialUse? LastUse);

/// <summary>A bearer token, shown this once.</summary>
/// <param name="Info">What stays visible.</param>
/// <param name="Token">The secret.</param>
public sealed record NewToken(TokenInfo Info, string Token);
