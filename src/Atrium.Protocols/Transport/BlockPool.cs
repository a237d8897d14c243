using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Atrium.Protocols.Transport;

/// <summary>
/// The memory that connections read into and write from, in blocks of 16 KiB: as much as a TLS record holds (RFC 8446, 5.1).
/// Kestrel's own blocks have 4 KiB, so each record took four system calls and four rounds through the pipes. Only what moves
/// takes blocks; an idle connection has none.
/// </summary>
public sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>Bytes in a block.</summary>
    public const int BlockSize = 16 * 1024;

    /// <summary>Unused blocks that are kept, 16 MiB: what a thousand connections give back at once. The rest goes to the collector.</summary>
    private const int MaxKept = 1024;

    private readonly ConcurrentStack<Block> kept = new();
    private int count;
    private bool isDisposed;

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockSize;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!kept.TryPop(out var block))
            return new Block(this);
        Interlocked.Decrement(ref count);
        return block.Lent();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        isDisposed = true;
        kept.Clear();
    }

    private void Return(Block block)
    {
        if (isDisposed || Interlocked.Increment(ref count) > MaxKept)
        {
            Interlocked.Decrement(ref count);
            return;
        }
        kept.Push(block);
    }

    /// <summary>Pinned once: system calls read and write it all its life.</summary>
    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);
        private int isLent = 1;

        public Memory<byte> Memory => bytes;

        internal Block Lent()
        {
            isLent = 1;
            return this;
        }

        public void Dispose()
        {
            // Given back twice it would be lent to two at once.
            if (Interlocked.Exchange(ref isLent, 0) == 1)
                pool.Return(this);
        }
    }
}

/// <summary>Gives Kestrel its <see cref="BlockPool"/>s.</summary>
public sealed class BlockPoolFactory : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();
}
