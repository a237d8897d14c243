using System.Security.Cryptography;
using System.Text;
using Atrium.CommandLine;
using Atrium.Core.Durability;

namespace Atrium.Transfer;

/// <summary>
/// Files on their way to a link, remembered on this machine (<c>$XDG_STATE_HOME/atrium/uploads</c>): the server tells nobody who merely
/// holds the link which uploads there are, so the same command goes on where it was only with what it kept itself.
/// </summary>
internal sealed class BegunDrops(Shell shell)
{
    /// <summary>The server gives an upload up after a day.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);

    private readonly string folder = Path.Combine(
        shell.Environment("XDG_STATE_HOME") is ['/', ..] given ? given
            : Path.Combine(shell.Environment("HOME") is { Length: > 0 } home ? home : "/", ".local", "state"),
        "atrium", "uploads");

    /// <summary>What a file on its way to a link is known by: another size or time is another file.</summary>
    internal string KeyOf(Uri link, string file, long length, DateTimeOffset modified)
        => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{link.AbsoluteUri}\0{file}\0{length}\0{modified.UtcTicks}"))));

    /// <summary>The address of the upload; null where there is none.</summary>
    internal static string? Find(string key) => File.Exists(key) ? File.ReadAllText(key) : null;

    internal void Keep(string key, string address)
    {
        DurableFile.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder).Where(file => File.GetLastWriteTimeUtc(file) < shell.Clock.GetUtcNow() - Lifetime))
            File.Delete(old);
        DurableFile.Write(key, Encoding.UTF8.GetBytes(address));
    }

    internal static void Forget(string key)
    {
        // The folder too may not be there: of an empty file nothing is kept.
        if (File.Exists(key))
            File.Delete(key);
    }
}
