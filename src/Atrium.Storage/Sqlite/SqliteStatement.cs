using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Atrium.Storage.Sqlite;

/// <summary>
/// A prepared statement that is used again and again. Parameters are bound in their order; columns are read by number.
/// </summary>
internal sealed class SqliteStatement(sqlite3 database, sqlite3_stmt statement) : IDisposable
{
    private int bound;

    internal SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    internal SqliteStatement Bind(long? value) => value is { } some ? Bind(some) : BindNull();

    internal SqliteStatement Bind(string? value)
    {
        if (value is null)
            return BindNull();
        // Most texts are short names: no garbage for them.
        const int OnStack = 512;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var buffer = most <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(most);
        var length = Encoding.UTF8.GetBytes(value, buffer);
        Check(raw.sqlite3_bind_text(statement, ++bound, buffer[..length]));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    internal SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, ++bound, value));
        return this;
    }

    internal SqliteStatement Bind(byte[]? value) => value is null ? BindNull() : Bind(value.AsSpan());

    private SqliteStatement BindNull()
    {
        Check(raw.sqlite3_bind_null(statement, ++bound));
        return this;
    }

    /// <summary>Moves to the next row; false at the end. Whoever reads must <see cref="Reset"/>.</summary>
    internal bool Step()
    {
        var code = raw.sqlite3_step(statement);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw Failure(),
        };
    }

    /// <summary>Runs to the end, and makes the statement ready for the next use.</summary>
    internal void Run()
    {
        try
        {
            while (Step())
            {
                // A statement that writes returns no rows that anybody wants.
            }
        }
        finally
        {
            Reset();
        }
    }

    internal void Reset()
    {
        bound = 0;
        // The code of a failed step comes here once more; it was thrown already.
        _ = raw.sqlite3_reset(statement);
    }

    internal long Long(int column) => raw.sqlite3_column_int64(statement, column);

    internal int Int(int column) => raw.sqlite3_column_int(statement, column);

    internal bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    internal long? NullableLong(int column) => IsNull(column) ? null : Long(column);

    internal string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    internal string? NullableText(int column) => IsNull(column) ? null : Text(column);

    internal byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    internal byte[]? NullableBytes(int column) => IsNull(column) ? null : Bytes(column);

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Failure();
    }

    private SqliteFailure Failure() => new(raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
}
