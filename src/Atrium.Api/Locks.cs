namespace Atrium.Api;

/// <summary>A lock that holds: <c>GET /api/v1/locks</c>. Its token is told to nobody but whoever made it.</summary>
/// <param name="Id">By which it is taken away.</param>
/// <param name="Path">What is locked.</param>
/// <param name="Scope">"exclusive" or "shared".</param>
/// <param name="Depth">"0", or "infinity": with all that is below.</param>
/// <param name="Account">Who made it; null when the account is gone.</param>
/// <param name="Owner">What its client says about its user, as XML.</param>
/// <param name="Created">UTC.</param>
/// <param name="Expires">UTC; it is refreshed while somebody works.</param>
public sealed record LockRecord(
    string Id, string Path, string Scope, string Depth, string? Account, string Owner, DateTimeOffset Created, DateTimeOffset Expires);
