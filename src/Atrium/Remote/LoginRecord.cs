using System.Text.Json;
using Atrium.CommandLine;

namespace Atrium.Remote;

/// <summary>A login, without its secret, for <c>--json</c>.</summary>
/// <param name="Name">For <c>--server</c>.</param>
/// <param name="Address">The server's.</param>
/// <param name="Account">As whom.</param>
/// <param name="Scope">"read", "write" or "admin".</param>
/// <param name="Expires">It is good until then.</param>
/// <param name="Token">The label of the token on the server.</param>
/// <param name="Trust">"machine", "authority" or "certificate".</param>
/// <param name="Fingerprint">Of the certificate that was accepted.</param>
/// <param name="Keeper">"file" or "secret-service".</param>
/// <param name="Default">Meant when no server is named.</param>
internal sealed record LoginRecord(
    string Name, Uri Address, string Account, string Scope, DateTimeOffset Expires, string Token, TrustKind Trust, string? Fingerprint, TokenKeeper Keeper,
    bool Default)
{
    internal static IReadOnlyList<LoginRecord> Of(SavedServerList list) =>
    [
        .. list.Servers.Select(server => new LoginRecord(
            server.Name, server.Address, server.Account, server.Scope, server.Expires, server.Label, server.Trust, server.Fingerprint, server.Keeper,
            server.Name == list.Default)),
    ];

    internal static void Write(Shell shell, IReadOnlyList<LoginRecord> logins)
        => shell.Out.WriteLine(JsonSerializer.Serialize(logins, SavedServersJson.Default.IReadOnlyListLoginRecord));
}
