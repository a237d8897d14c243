using System.Net;
using Atrium.Core.Durability;
using Atrium.Protocols.Tls;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>A tls folder of its own for a test, with a clock that the test moves and a log that it reads.</summary>
internal sealed class TlsFolder : IDisposable
{
    internal TlsFolder() => Directory.CreateDirectory(Operator);

    internal string Root { get; } = Directory.CreateTempSubdirectory("atrium-tls-").FullName;

    internal string Operator => Path.Combine(Root, "certs");

    // Real handshakes look at the real clock, so the fake one starts at the same time.
    internal FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    internal RecordingLog Log { get; } = new();

    /// <summary>Names that are sites.</summary>
    internal HashSet<string> Sites { get; } = [];

    internal FailStop FailStop { get; } = new();

    internal string File(string name) => Path.Combine(Root, name);

    internal static TlsNames Names(string host = "mail.example.org", params IPAddress[] bound) => TlsNames.Of(host, bound);

    internal Task<CertificateStore> OpenAsync(TlsNames? names = null, params CertificatePair[] configured) =>
        CertificateStore.OpenAsync(Root, names ?? Names(), configured, name => Sites.Contains(name) ? name : null, FailStop, Time, Log, TestContext.Current.CancellationToken);

    /// <summary>Puts a pair into certs/, with a time of change of its own.</summary>
    internal void PutPair(string name, string certificates, string key)
    {
        Put(Path.Combine(Operator, name + ".crt"), certificates);
        Put(Path.Combine(Operator, name + ".key"), key);
    }

    internal static void Put(string path, string text)
    {
        System.IO.File.WriteAllText(path, text);
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
