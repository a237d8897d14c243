using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Accounts.Scram;

/// <summary>
/// The salt of a name, known or not: a function of the name under a key of the store, so that it stays the same over restarts and
/// tells nothing about who exists (ATTACKS 45). All app passwords of an account share it: they are random, and one computation tries
/// a password against all of them.
/// </summary>
internal sealed class ScramSalts(Store store)
{
    private const string KeyName = "sign-in.salt-key";
    private const int KeySize = 32, SaltSize = 16;

    private byte[]? key;

    internal async ValueTask<byte[]> OfAsync(string account, CancellationToken cancellation)
    {
        key ??= await LoadAsync(cancellation);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(account))[..SaltSize];
    }

    private async ValueTask<byte[]> LoadAsync(CancellationToken cancellation)
    {
        if (await store.Catalog.ReadAsync(reader => reader.StoreValue(KeyName), cancellation) is { } kept)
            return Convert.FromBase64String(kept);
        var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize));
        var outcome = await store.Catalog.CommitAsync<string>(
            Caller.OfSystem("sign-in"),
            tx =>
            {
                if (tx.StoreValue(KeyName) is { } first)
                    return first;
                tx.SetStoreValue(KeyName, made);
                return made;
            },
            cancellation);
        return Convert.FromBase64String(outcome.Value);
    }
}
