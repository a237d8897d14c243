using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites.Entry;

/// <summary>
/// Tells an application behind a site who has signed in, so that it can know that it was this server: a JWT (RFC 7519) signed with ES256,
/// whose key is published as a JWK set (RFC 7517). The key lives as long as the process: an assertion is good for a minute, so none
/// outlives it, and who verifies fetches the set again when he meets a key that he does not know.
/// </summary>
internal sealed class SiteAssertions : IDisposable
{
    internal const string Field = "Atrium-Assertion", UserField = "Atrium-User", GroupsField = "Atrium-Groups";

    /// <summary>What fields of this server's begin with; from a visitor they are a lie.</summary>
    internal const string FieldPrefix = "Atrium-";

    /// <summary>Clocks of two machines differ by seconds; who steals one is out after a minute.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string id, head;

    internal SiteAssertions()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        // RFC 7638: the thumbprint of the key.
        id = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        head = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"ES256","typ":"JWT","kid":"{{id}}"}"""));
        KeySet = $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{id}}","x":"{{x}}","y":"{{y}}"}]}""";
    }

    /// <summary>The public key, as a JWK set.</summary>
    internal string KeySet { get; }

    /// <summary>Who it is, for one site alone, from now on for a short time.</summary>
    internal string Sign(string issuer, PublishedSite site, SiteVisitor visitor, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss", issuer);
            json.WriteString("aud", site.Host);
            json.WriteString("sub", visitor.Account);
            json.WriteStartArray("groups");
            foreach (var group in visitor.Groups)
                json.WriteStringValue(group);
            json.WriteEndArray();
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("nbf", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }
        var signed = $"{head}.{Base64Url.EncodeToString(buffer.WrittenSpan)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
