using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Accounts.Sessions;

namespace Atrium.Protocols.Http.Sites.Entry;

/// <summary>A session on its way from the server's own name, where somebody has signed in, to that of a site.</summary>
/// <param name="Site">The site that it is for.</param>
/// <param name="State">What the browser was given before it was sent to sign in.</param>
/// <param name="Session">The session.</param>
/// <param name="Until">When it is too late.</param>
internal sealed record Handover(long Site, string State, NewSession Session, DateTimeOffset Until);

/// <summary>One-time codes: the address of a page is seen by others than its reader, so what stands in it is worth nothing a second time.</summary>
internal sealed class SiteHandovers
{
    /// <summary>A redirect is followed at once; a slow line takes seconds.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>More than sign in within a minute; each is a session that was made for somebody who had signed in.</summary>
    private const int MaxWaiting = 10_000;

    private readonly ConcurrentDictionary<string, Handover> waiting = new(StringComparer.Ordinal);

    /// <summary>The code for it; null when too many wait.</summary>
    internal string? Leave(Handover handover, DateTimeOffset now)
    {
        foreach (var (old, late) in waiting)
        {
            if (late.Until < now)
                waiting.TryRemove(old, out _);
        }
        if (waiting.Count >= MaxWaiting)
            return null;
        var code = NewSecret();
        waiting[code] = handover;
        return code;
    }

    /// <summary>What a code stands for, once: also a use that is wrong is one.</summary>
    internal Handover? Take(string code, long site, string state, DateTimeOffset now)
        => waiting.TryRemove(code, out var handover) && handover.Site == site && handover.Until >= now
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(handover.State), Encoding.UTF8.GetBytes(state))
                ? handover
                : null;

    /// <summary>256 random bits, for an address or a cookie.</summary>
    internal static string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text has the form of one.</summary>
    internal static bool IsSecret(string text) => text.Length == 43 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
