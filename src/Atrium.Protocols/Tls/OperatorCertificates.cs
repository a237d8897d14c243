using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>The operator's own certificates: the pairs NAME.crt and NAME.key of a folder, and the pairs of the configuration.</summary>
internal sealed class OperatorCertificates(string folder, IReadOnlyList<CertificatePair> configured, TimeProvider time, ILogger log) : ICertificateSource
{
    private Dictionary<string, OperatorPair> pairs = [];
    private bool folderReadable = true;

    /// <inheritdoc/>
    public IReadOnlyList<ServerCertificate> Certificates { get; private set; } = [];

    /// <inheritdoc/>
    public ValueTask<bool> RefreshAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (TryListFolder() is not { } found)
            return new(false);

        var changed = false;
        var next = new Dictionary<string, OperatorPair>(StringComparer.Ordinal);
        foreach (var files in configured.Concat(found))
        {
            // Both in the configuration and in the folder: once is enough.
            if (next.ContainsKey(files.CertificatePath))
                continue;
            var pair = pairs.GetValueOrDefault(files.CertificatePath) ?? new OperatorPair(files, log);
            next.Add(files.CertificatePath, pair);
            changed |= pair.Refresh(now);
        }
        foreach (var gone in pairs.Keys.Except(next.Keys))
        {
            log.PairRemoved(gone);
            changed = true;
        }
        pairs = next;
        if (changed)
            Certificates = [.. next.Values.Select(p => p.Certificate).OfType<ServerCertificate>()];
        return new(changed);
    }

    // A folder that cannot be read (a network file system that hangs) is not an empty one: everything stays in service.
    private List<CertificatePair>? TryListFolder()
    {
        try
        {
            var found = Directory.EnumerateFiles(folder, "*.crt")
                .Order(StringComparer.Ordinal)
                .Select(path => new CertificatePair(path, Path.ChangeExtension(path, ".key")))
                .ToList();
            folderReadable = true;
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (folderReadable)
                log.FolderUnreadable(e, folder);
            folderReadable = false;
            return null;
        }
    }
}
