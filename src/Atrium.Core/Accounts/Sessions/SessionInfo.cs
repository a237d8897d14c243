namespace Atrium.Core.Accounts.Sessions;

/// <summary>A session, without its secret.</summary>
/// <param name="Id">What it is called in lists; no secret.</param>
/// <param name="Agent">What the client said about itself.</param>
/// <param name="Created">When it began.</param>
/// <param name="Expires">It ends then, or earlier when nothing is asked for.</param>
/// <param name="LastUse">When and from where something was asked for last.</param>
/// <param name="IsCurrent">True for the one that asks.</param>
public sealed record SessionInfo(string Id, string Agent, DateTimeOffset Created, DateTimeOffset Expires, CredentialUse? LastUse, bool IsCurrent);

/// <summary>A new session: only this holds its secret.</summary>
/// <param name="Info">What stays visible.</param>
/// <param name="Secret">256 random bits; the store keeps their hash.</param>
/// <param name="Lifetime">The most that it lasts.</param>
public sealed record NewSession(SessionInfo Info, string Secret, TimeSpan Lifetime);
