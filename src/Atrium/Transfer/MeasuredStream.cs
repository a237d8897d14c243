namespace Atrium.Transfer;

/// <summary>
/// A file as it was when it was opened: exactly so many bytes. A file that grows meanwhile is cut there, one that shrinks
/// is an error, so that no half file looks whole.
/// </summary>
internal sealed class MeasuredStream(Stream file, long length, Action<long> count) : Stream
{
    private long left = length;

    /// <summary>Asked before the last bytes are handed on; when it says no, they are not.</summary>
    internal Func<bool>? IsStillTheSame { get; init; }

    /// <summary>The file ended before its length, or is not the same any more.</summary>
    internal bool EndedEarly { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position
    {
        get => Length - left;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (left == 0 || buffer.IsEmpty)
            return 0;
        var read = await file.ReadAsync(buffer.Length > left ? buffer[..(int)left] : buffer, cancellationToken);
        return Took(read);
    }

    public override int Read(byte[] buffer, int offset, int count)
        => left == 0 || count == 0 ? 0 : Took(file.Read(buffer, offset, (int)Math.Min(count, left)));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Took(int read)
    {
        if (read == 0)
        {
            EndedEarly = true;
            throw new EndOfStreamException("The file became shorter while it was read.");
        }
        left -= read;
        if (left == 0 && IsStillTheSame?.Invoke() == false)
        {
            EndedEarly = true;
            throw new IOException("The file was changed while it was read.");
        }
        count(read);
        return read;
    }
}
