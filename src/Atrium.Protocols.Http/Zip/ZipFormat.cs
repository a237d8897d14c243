using System.Buffers;
using System.Buffers.Binary;

namespace Atrium.Protocols.Http.Zip;

/// <summary>
/// The records of a zip whose contents are stored as they are (APPNOTE 6.3.10), with the larger forms (Zip64, 4.5.3) only where they are
/// needed: the length of a zip is known before its first byte, whatever is in it.
/// </summary>
internal static class ZipFormat
{
    private const int LocalHeader = 30, CentralHeader = 46, End = 22, End64 = 56, Locator64 = 20, TimeField = 9, Local64 = 20;

    /// <summary>Bit 11: names in UTF-8; bit 3: the checksum follows.</summary>
    private const ushort Utf8 = 0x800, Follows = 0x8;

    /// <summary>4.4.2: made on Unix, so that the rights of files are read; version 4.5.</summary>
    private const ushort MadeBy = (3 << 8) | 45;

    private const ushort Version = 20, Version64 = 45;

    /// <summary>Whether a number needs the larger form.</summary>
    private static bool IsLarge(long number) => number >= uint.MaxValue;

    /// <summary>Bytes that an entry takes before the list at the end, its content included.</summary>
    internal static long LengthOf(ZipEntry entry)
        => LocalHeader + entry.Name.Length + TimeField + (IsLarge(entry.Size) ? Local64 : 0) + entry.Size + DescriptorLength(entry);

    /// <summary>Bytes that it takes in the list at the end.</summary>
    internal static long CentralLengthOf(ZipEntry entry, long offset) => CentralHeader + entry.Name.Length + TimeField + Central64(entry, offset);

    /// <summary>Bytes behind the list.</summary>
    internal static long EndLength(long count, long listOffset, long listLength) => End + (IsEnd64(count, listOffset, listLength) ? End64 + Locator64 : 0);

    /// <summary>4.3.7: before the content.</summary>
    internal static void WriteLocal(IBufferWriter<byte> output, ZipEntry entry, uint crc)
    {
        var isLarge = IsLarge(entry.Size);
        var to = new Fields(output, LocalHeader + entry.Name.Length + TimeField + (isLarge ? Local64 : 0));
        to.U32(0x04034b50);
        to.U16(isLarge ? Version64 : Version);
        Common(ref to, entry, entry.HasDescriptor ? 0 : crc);
        to.U16((ushort)(TimeField + (isLarge ? Local64 : 0)));
        to.Bytes(entry.Name);
        Time(ref to, entry);
        if (isLarge)
        {
            to.U16(0x0001);
            to.U16(16);
            to.U64(entry.Size);
            to.U64(entry.Size);
        }
        to.Done();
    }

    /// <summary>4.3.9: behind the content, where its checksum could not stand before it.</summary>
    internal static void WriteDescriptor(IBufferWriter<byte> output, ZipEntry entry, uint crc)
    {
        var to = new Fields(output, DescriptorLength(entry));
        to.U32(0x08074b50);
        to.U32(crc);
        for (var i = 0; i < 2; i++)
        {
            if (IsLarge(entry.Size))
                to.U64(entry.Size);
            else
                to.U32((uint)entry.Size);
        }
        to.Done();
    }

    /// <summary>4.3.12: in the list at the end.</summary>
    internal static void WriteCentral(IBufferWriter<byte> output, ZipEntry entry, uint crc, long offset)
    {
        var extra = Central64(entry, offset);
        var to = new Fields(output, CentralHeader + entry.Name.Length + TimeField + extra);
        to.U32(0x02014b50);
        to.U16(MadeBy);
        to.U16(extra > 0 ? Version64 : Version);
        Common(ref to, entry, crc);
        to.U16((ushort)(TimeField + extra));
        to.U16(0); // no comment
        to.U16(0); // on this disk
        to.U16(0);
        // What stat says of it on Unix, and the folder's mark of DOS.
        to.U32(entry.IsFolder ? (0x41EDu << 16) | 0x10 : 0x81A4u << 16);
        to.U32(IsLarge(offset) ? uint.MaxValue : (uint)offset);
        to.Bytes(entry.Name);
        Time(ref to, entry);
        if (extra > 0)
        {
            to.U16(0x0001);
            to.U16((ushort)(extra - 4));
            if (IsLarge(entry.Size))
            {
                to.U64(entry.Size);
                to.U64(entry.Size);
            }
            if (IsLarge(offset))
                to.U64(offset);
        }
        to.Done();
    }

    /// <summary>4.3.14 to 4.3.16: the end.</summary>
    internal static void WriteEnd(IBufferWriter<byte> output, long count, long listOffset, long listLength)
    {
        var isLarge = IsEnd64(count, listOffset, listLength);
        var to = new Fields(output, (int)EndLength(count, listOffset, listLength));
        if (isLarge)
        {
            to.U32(0x06064b50);
            to.U64(End64 - 12);
            to.U16(MadeBy);
            to.U16(Version64);
            to.U32(0);
            to.U32(0);
            to.U64(count);
            to.U64(count);
            to.U64(listLength);
            to.U64(listOffset);
            to.U32(0x07064b50);
            to.U32(0);
            to.U64(listOffset + listLength);
            to.U32(1);
        }
        to.U32(0x06054b50);
        to.U32(0);
        var small = isLarge ? ushort.MaxValue : (ushort)count;
        to.U16(small);
        to.U16(small);
        to.U32(isLarge ? uint.MaxValue : (uint)listLength);
        to.U32(isLarge ? uint.MaxValue : (uint)listOffset);
        to.U16(0);
        to.Done();
    }

    private static int DescriptorLength(ZipEntry entry) => entry.HasDescriptor ? IsLarge(entry.Size) ? 24 : 16 : 0;

    private static int Central64(ZipEntry entry, long offset)
    {
        var numbers = (IsLarge(entry.Size) ? 2 : 0) + (IsLarge(offset) ? 1 : 0);
        return numbers == 0 ? 0 : 4 + (8 * numbers);
    }

    private static bool IsEnd64(long count, long listOffset, long listLength) => count >= ushort.MaxValue || IsLarge(listOffset) || IsLarge(listLength);

    // What both headers say in the same words, from the flags to the length of the name.
    private static void Common(ref Fields to, ZipEntry entry, uint crc)
    {
        to.U16((ushort)(Utf8 | (entry.HasDescriptor ? Follows : 0)));
        to.U16(0); // stored
        var (time, date) = Dos(entry.Modified);
        to.U16(time);
        to.U16(date);
        to.U32(crc);
        var size = IsLarge(entry.Size) ? uint.MaxValue : (uint)entry.Size;
        to.U32(size);
        to.U32(size);
        to.U16((ushort)entry.Name.Length);
    }

    // Info-ZIP's extended timestamp: seconds since 1970, where DOS has two at a time of nobody knows which zone.
    private static void Time(ref Fields to, ZipEntry entry)
    {
        to.U16(0x5455);
        to.U16(TimeField - 4);
        to.U8(1);
        to.U32((uint)(int)Math.Clamp(entry.Modified.ToUnixTimeSeconds(), int.MinValue, int.MaxValue));
    }

    private static (ushort Time, ushort Date) Dos(DateTimeOffset modified)
    {
        var at = modified.UtcDateTime;
        return at.Year switch
        {
            < 1980 => (0, (1 << 5) | 1),
            > 2107 => ((23 << 11) | (59 << 5) | 29, (127 << 9) | (12 << 5) | 31),
            _ => ((ushort)((at.Hour << 11) | (at.Minute << 5) | (at.Second / 2)), (ushort)(((at.Year - 1980) << 9) | (at.Month << 5) | at.Day)),
        };
    }

    /// <summary>Writes numbers one after the other, the least byte first.</summary>
    private ref struct Fields(IBufferWriter<byte> output, int length)
    {
        private readonly Span<byte> all = output.GetSpan(length)[..length];
        private int at;

        internal void U8(byte number) => all[at++] = number;

        internal void U16(ushort number)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(all[at..], number);
            at += 2;
        }

        internal void U32(uint number)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(all[at..], number);
            at += 4;
        }

        internal void U64(long number)
        {
            BinaryPrimitives.WriteInt64LittleEndian(all[at..], number);
            at += 8;
        }

        internal void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(all[at..]);
            at += bytes.Length;
        }

        internal readonly void Done()
        {
            if (at != all.Length)
                throw new InvalidOperationException("A record of the zip has another length than was counted.");
            output.Advance(at);
        }
    }
}
