using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>Who may read a private key of the server: its owner only.</summary>
internal static class PrivateKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A copy or a restore may have lost the mode. Taken back to 0600, with a warning.</summary>
    internal static void Protect(string path, ILogger log)
    {
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) == 0)
            return;
        File.SetUnixFileMode(path, OwnerOnly);
        log.KeyProtected(path);
    }
}
