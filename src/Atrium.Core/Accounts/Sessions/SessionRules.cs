using System.Security.Cryptography;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts.Sessions;

/// <summary>
/// A session is a credential like a token: its secret is random and kept as a hash, it has an end, and who revokes it ends what it has
/// open. Beside these it ends when it is not used.
/// </summary>
internal static class SessionRules
{
    /// <summary>How many an account may have; beyond, the one that was used least lately ends. More than a person has browsers.</summary>
    internal const int MaxOfAccount = 50;

    /// <summary>What a client may say about itself; browsers say some 120.</summary>
    private const int MaxAgent = 200;

    private const int IdLength = 12;
    private const string IdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>What the name of a session that was begun out of another one has between that one's and its own.</summary>
    private const char Branch = '.';

    /// <summary>What a session at a site may be used for: this site, and nothing of the server itself.</summary>
    internal static string ProtocolOf(string site) => $"site:{site}";

    /// <summary>The name of a session that ends with another one.</summary>
    internal static string NewBranch(string parent) => $"{parent}{Branch}{NewId()[..6]}";

    /// <summary>Ends a session with those that were begun out of it.</summary>
    internal static void End(ICatalogTransaction tx, CredentialRow session)
    {
        foreach (var branch in tx.Credentials(session.Account).Where(c => c.Kind == CredentialKind.Session && c.Label.StartsWith(session.Label + Branch, StringComparison.Ordinal)))
            tx.DeleteCredential(branch.Id);
        tx.DeleteCredential(session.Id);
    }

    internal static string NewId() => RandomNumberGenerator.GetString(IdAlphabet, IdLength);

    /// <summary>It is shown on terminals and pages: nothing but printable ASCII is left in it.</summary>
    internal static string Agent(string? agent)
    {
        var shown = string.Concat((agent ?? "").Take(MaxAgent).Where(c => c is >= ' ' and <= '~')).Trim();
        return shown.Length == 0 ? "unknown" : shown;
    }

    /// <summary>The end that comes first, as far as it is known now.</summary>
    internal static long EndOf(Store store, CredentialRow session)
        => Math.Min(session.End, LastSign(store, session) + TimeSpan.FromSeconds(store.Settings.Get(SessionSettings.IdleTime)!.Value).Ticks);

    /// <summary>Whether the password was given in it lately. A time that the clock has been set back behind is not lately.</summary>
    internal static bool IsConfirmed(Store store, CredentialRow session)
        => Math.Abs(store.Clock.GetUtcNow().UtcTicks - session.Proved) < TimeSpan.FromSeconds(store.Settings.Get(SessionSettings.ConfirmAfter)!.Value).Ticks;

    /// <summary>When something was last heard of it.</summary>
    internal static long LastSign(Store store, CredentialRow session) => store.LastUses.Of(session)?.At ?? session.Created;

    internal static SessionInfo Describe(Store store, Caller caller, CredentialRow row) => new(
        row.Label, row.Agent, Time(row.Created), Time(EndOf(store, row)), store.LastUses.Of(row) is { } use ? new CredentialUse(Time(use.At), use.From, use.Protocol) : null,
        row.Id == caller.Credential);

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
