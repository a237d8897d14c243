using System.Globalization;
using System.Security.Cryptography;
using Atrium.Core;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>
/// Brings a catalog to the newest schema: numbered scripts, each in one transaction with the number it leads to. Older
/// folders are upgraded, newer ones are refused.
/// </summary>
internal static class SchemaUpgrade
{
    // "Atri" in ASCII: tells an Atrium catalog from any other SQLite file.
    private const long ApplicationId = 0x41747269;

    /// <summary>Upgrades, and returns the epoch of the store.</summary>
    internal static string Run(SqliteConnection connection, TimeProvider clock)
    {
        var scripts = Scripts();
        var version = connection.Scalar("pragma user_version") ?? 0;
        var application = connection.Scalar("pragma application_id") ?? 0;
        if (version > 0 && application != ApplicationId)
            throw new StoreOpenException("The catalog is not Atrium's. Give another folder with --data.");
        if (version > scripts.Count)
            throw new StoreOpenException(
                $"The data folder was made by a newer Atrium (schema {version}; this program knows {scripts.Count}). Start that version, or give another folder with --data.");
        for (var i = (int)version; i < scripts.Count; i++)
        {
            connection.Execute("begin immediate");
            connection.Execute(scripts[i]);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma application_id = {ApplicationId}; pragma user_version = {i + 1}"));
            if (i == 0)
                NewEpoch(connection, clock);
            connection.Execute("commit");
        }
        return Epoch(connection) ?? throw new StoreOpenException("The catalog has no epoch: it is damaged. Restore it from a backup.");
    }

    private static void NewEpoch(SqliteConnection connection, TimeProvider clock)
    {
        var epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        connection.Use(Sql.SetStoreValue).Bind("epoch").Bind(epoch).Run();
        connection.Use(Sql.SetStoreValue).Bind("created").Bind(clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)).Run();
    }

    private static string? Epoch(SqliteConnection connection)
    {
        var statement = connection.Use(Sql.GetStoreValue).Bind("epoch");
        try
        {
            return statement.Step() ? statement.Text(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static List<string> Scripts()
    {
        var assembly = typeof(SchemaUpgrade).Assembly;
        var scripts = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(reader.ReadToEnd());
        }
        return scripts;
    }
}
