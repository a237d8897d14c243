using System.CommandLine;
using Atrium.Accounts;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Remote;
using Atrium.Transfer;

namespace Atrium.Tree;

/// <summary><c>atrium put FILE... LINK</c>: files for a link that takes them, without an account.</summary>
internal sealed class PutByLink(CommandKit kit)
{
    private readonly TrustQuestion trust = new(kit.Shell);

    private readonly Option<bool> password = new("--password-stdin") { Description = "For a link: read its password from the first line of standard input" };

    /// <summary>What is needed where nobody has logged in to the server.</summary>
    internal IReadOnlyList<Option> Options => [trust.Authority, trust.Accept, password];

    /// <summary>The link; null for a path of the tree.</summary>
    internal static Uri? Link(string place) => Uri.TryCreate(place, UriKind.Absolute, out var address) && DropClient.IsLink(address) ? address : null;

    internal async Task<int> RunAsync(ParseResult parsed, IReadOnlyList<string> sources, Uri link, CancellationToken cancellation)
    {
        var secret = parsed.GetValue(password) ? NewPassword.Obtain(PasswordSource.Input, kit.Shell) : null;
        var known = new SavedServers(kit.Shell).Read().Servers.FirstOrDefault(server => server.Address.Authority == link.Authority);
        using var client = AtriumClient.OverHttps(link, await TrustAsync(parsed, link, known, cancellation), secret is null ? null : Credential.Password("", secret));
        return await TransferRun.RunAsync(
            kit, parsed, "Left",
            (tally, stop) => new DropSender(client.Drop(link), link, new BegunDrops(kit.Shell), tally, kit.Shell.Clock).RunAsync(sources, stop), cancellation);
    }

    private async Task<ServerTrust> TrustAsync(ParseResult parsed, Uri link, SavedServer? known, CancellationToken cancellation)
    {
        if (known is not null && parsed.GetValue(trust.Authority) is null && parsed.GetValue(trust.Accept) is null)
            return known.ToTrust();
        var answer = await trust.AskAsync(parsed, link, null, cancellation);
        return new SavedServer("", link, "", "", "", default, answer.Kind, answer.Fingerprint, answer.Authorities, TokenKeeper.File, null).ToTrust();
    }
}
