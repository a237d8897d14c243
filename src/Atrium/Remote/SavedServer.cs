using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Atrium.Client;

namespace Atrium.Remote;

/// <summary>A server that this user has logged in to.</summary>
/// <param name="Name">What the person calls it: <c>--server NAME</c>.</param>
/// <param name="Address">https, without a path.</param>
/// <param name="Account">As whom.</param>
/// <param name="Label">What the token is called on the server.</param>
/// <param name="Scope">"read", "write" or "admin".</param>
/// <param name="Expires">The token is good until then.</param>
/// <param name="Trust">By what the server is known.</param>
/// <param name="Fingerprint">Of the certificate that was accepted; null where an authority is trusted.</param>
/// <param name="Authorities">In PEM: those given, or the server's own, by which the accepted certificate is renewed.</param>
/// <param name="Keeper">Where the token is.</param>
/// <param name="Token">The secret itself, where this file keeps it.</param>
internal sealed record SavedServer(
    string Name, Uri Address, string Account, string Label, string Scope, DateTimeOffset Expires, TrustKind Trust, string? Fingerprint, string? Authorities,
    TokenKeeper Keeper, string? Token)
{
    internal ServerTrust ToTrust() => Trust switch
    {
        TrustKind.Machine => ServerTrust.OfMachine,
        TrustKind.Authority => ServerTrust.Of(Read(Authorities!)),
        TrustKind.Certificate => ServerTrust.OfCertificate(Fingerprint!, Authorities is null ? null : Read(Authorities)),
        _ => throw new InvalidOperationException($"Unknown trust {Trust}."),
    };

    private static X509Certificate2Collection Read(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }
}

/// <summary>By what a server is known.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrustKind>))]
internal enum TrustKind
{
    /// <summary>The authorities that this machine trusts.</summary>
    [JsonStringEnumMemberName("machine")]
    Machine,

    /// <summary>Those that were given.</summary>
    [JsonStringEnumMemberName("authority")]
    Authority,

    /// <summary>The certificate that a person accepted.</summary>
    [JsonStringEnumMemberName("certificate")]
    Certificate,
}

/// <summary>Where a token is kept.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TokenKeeper>))]
internal enum TokenKeeper
{
    /// <summary>In the file beside the rest, which its owner alone can read.</summary>
    [JsonStringEnumMemberName("file")]
    File,

    /// <summary>In the desktop's Secret Service.</summary>
    [JsonStringEnumMemberName("secret-service")]
    SecretService,
}
