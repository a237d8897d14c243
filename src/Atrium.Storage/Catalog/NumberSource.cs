using Atrium.Core.Ports;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>
/// Numbers that are never given out twice, not even after a crash: blocks are reserved in the commit that first uses them.
/// </summary>
internal sealed class NumberSource
{
    // A crash loses the rest of a block; 63 bits last for longer than anybody counts.
    private const long Block = 1024;

    private readonly long[] next = new long[Enum.GetValues<Sequence>().Length];
    private readonly long[] reserved = new long[Enum.GetValues<Sequence>().Length];
    private bool isUnsaved;

    internal void Load(SqliteConnection connection)
    {
        for (var i = 0; i < next.Length; i++)
        {
            var statement = connection.Use(Sql.GetSequence).Bind(i);
            next[i] = reserved[i] = statement.Step() ? statement.Long(0) : 1;
            statement.Reset();
        }
        isUnsaved = false;
    }

    internal long Peek(Sequence sequence) => next[(int)sequence];

    internal long Next(Sequence sequence)
    {
        var i = (int)sequence;
        if (next[i] == reserved[i])
        {
            reserved[i] += Block;
            isUnsaved = true;
        }
        return next[i]++;
    }

    /// <summary>Writes the reservations, in the transaction that uses them.</summary>
    internal void Save(SqliteConnection connection)
    {
        if (!isUnsaved)
            return;
        for (var i = 0; i < reserved.Length; i++)
            connection.Use(Sql.SetSequence).Bind(i).Bind(reserved[i]).Run();
        // Stays set until the commit: see Saved.
    }

    /// <summary>The commit is durable.</summary>
    internal void Saved() => isUnsaved = false;
}
