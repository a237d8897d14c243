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

    private readonly string? path;

    private SealKey(ECDsa key, string? path = null, bool isNew = false)
    {
        (this.key, this.path, IsNew) = (key, path, isNew);
        PublicKey = key.ExportSubjectPublicKeyInfoPem();
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>The first digits of the hash of the public key.</summary>
    internal string Id { get; }

    /// <summary>PEM, for who verifies exported heads elsewhere.</summary>
    internal string PublicKey { get; }

    /// <summary>True when the folder had no key: this one is lost with the process until it is saved.</summary>
    internal bool IsNew { get; private set; }

    /// <summary>Reads the key of a data folder, and makes one when there is none, which is not in the folder before it is saved.</summary>
    internal static SealKey Open(string folder)
    {
        var keys = Path.Combine(folder, "keys");
        DurableFile.CreateDirectory(keys);
        var path = Path.Combine(keys, FileName);
        var key = ECDsa.Create();
        try
        {
            var isNew = !File.Exists(path);
            if (isNew)
                key.GenerateKey(ECCurve.NamedCurves.nistP256);
            else
                key.ImportFromPem(File.ReadAllText(path));
            return new SealKey(key, path, isNew);
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

    /// <summary>Puts a new key into the folder; it is on disk when this returns.</summary>
    internal void Save()
    {
        if (!IsNew)
            return;
        DurableFile.Write(path!, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        IsNew = false;
    }

    internal byte[] Sign(byte[] hash) => key.SignHash(hash);

    internal bool Verifies(byte[] hash, byte[] signature) => key.VerifyHash(hash, signature);

    public void Dispose() => key.Dispose();
}
