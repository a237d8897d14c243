using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Durability;

namespace Atrium.Core.Journal.Sealing;

/// <summary>
/// The key that seals the journal: ECDSA with P-256, in <c>DIR/keys/journal.key</c>. Who can write the catalog and cannot read this file
/// cannot make a seal; who has both is caught by heads that were exported before.
/// </summary>
internal sealed class SealKey : IDisposable
{
    private const string FileName = "journal.key";

    private readonly ECDsa key;

    private SealKey(ECDsa key)
    {
        this.key = key;
        PublicKey = key.ExportSubjectPublicKeyInfoPem();
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>The first digits of the hash of the public key.</summary>
    internal string Id { get; }

    /// <summary>PEM, for who verifies exported heads elsewhere.</summary>
    internal string PublicKey { get; }

    /// <summary>Reads the key of a data folder, and makes it when there is none.</summary>
    internal static SealKey Open(string folder)
    {
        var keys = Path.Combine(folder, "keys");
        DurableFile.CreateDirectory(keys);
        var path = Path.Combine(keys, FileName);
        var key = ECDsa.Create();
        try
        {
            if (File.Exists(path))
            {
                key.ImportFromPem(File.ReadAllText(path));
            }
            else
            {
                key.GenerateKey(ECCurve.NamedCurves.nistP256);
                DurableFile.Write(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            }
            return new SealKey(key);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new StoreOpenException(
                $"The key {path} cannot be read ({error.Message}). Bring it back from a backup; or move it away: the server makes a new one, and what was sealed with the old one can no longer be verified.",
                error);
        }
    }

    /// <summary>One that dies with the process, for stores without a folder.</summary>
    internal static SealKey Fleeting() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    internal byte[] Sign(byte[] hash) => key.SignHash(hash);

    internal bool Verifies(byte[] hash, byte[] signature) => key.VerifyHash(hash, signature);

    public void Dispose() => key.Dispose();
}
