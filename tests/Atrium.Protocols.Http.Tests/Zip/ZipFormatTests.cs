using System.Buffers;
using System.Diagnostics;
using System.Text;
using Atrium.Protocols.Http.Zip;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Zip;

/// <summary>The records of zips: their lengths, and what an unpacker reads in those that are larger than 4 GiB or have more than 65,535 entries.</summary>
public class ZipFormatTests
{
    private static readonly Gen<ZipEntry> Entries = Gen.Select(
        Gen.String[Gen.Char['a', 'z'], 1, 30], Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, 20_000_000_000], Gen.Const((long)uint.MaxValue), Gen.Const(uint.MaxValue - 1L)),
        Gen.DateTimeOffset, (name, size, at) => new ZipEntry(Encoding.UTF8.GetBytes(name), size, at));

    [Fact]
    public void Write_AnyEntry_HasTheLengthThatWasCounted() => Gen.Select(Entries, Gen.Long[0, 20_000_000_000]).Sample((entry, offset) =>
    {
        var local = new ArrayBufferWriter<byte>();
        ZipFormat.WriteLocal(local, entry, 1);
        if (entry.HasDescriptor)
            ZipFormat.WriteDescriptor(local, entry, 1);
        var central = new ArrayBufferWriter<byte>();
        ZipFormat.WriteCentral(central, entry, 1, offset);
        var end = new ArrayBufferWriter<byte>();
        ZipFormat.WriteEnd(end, offset / 100_000, offset, 46);

        Assert.Equal(ZipFormat.LengthOf(entry) - entry.Size, local.WrittenCount);
        Assert.Equal(ZipFormat.CentralLengthOf(entry, offset), central.WrittenCount);
        Assert.Equal(ZipFormat.EndLength(offset / 100_000, offset, 46), end.WrittenCount);
    });

    [Fact]
    public async Task Zip_OfManyAndLargeEntries_IsReadByPython()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"atrium-{Guid.NewGuid():N}.zip");
        try
        {
            // Five gigabytes of zeros that take no room, and more entries than the old form can count.
            var entries = Enumerable.Range(0, 70_000).Select(i => new ZipEntry(Encoding.UTF8.GetBytes($"f/{i}"), 0, DateTimeOffset.UnixEpoch))
                .Prepend(new ZipEntry("f/large"u8.ToArray(), 5_000_000_000, DateTimeOffset.UnixEpoch)).ToList();
            await using (var file = File.Create(path))
            {
                long offset = 0, list = 0, at = 0;
                foreach (var entry in entries)
                {
                    Put(file, buffer => ZipFormat.WriteLocal(buffer, entry, 0));
                    file.Position += entry.Size;
                    if (entry.HasDescriptor)
                        Put(file, buffer => ZipFormat.WriteDescriptor(buffer, entry, 0));
                    offset += ZipFormat.LengthOf(entry);
                    Assert.Equal(offset, file.Position);
                }
                foreach (var entry in entries)
                {
                    Put(file, buffer => ZipFormat.WriteCentral(buffer, entry, 0, at));
                    list += ZipFormat.CentralLengthOf(entry, at);
                    at += ZipFormat.LengthOf(entry);
                }
                Put(file, buffer => ZipFormat.WriteEnd(buffer, entries.Count, offset, list));
                Assert.Equal(offset + list + ZipFormat.EndLength(entries.Count, offset, list), file.Length);
            }
            const string Look = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); i=z.infolist(); assert len(i)==70001; assert i[0].file_size==5000000000; assert i[-1].header_offset>5000000000; assert z.read('f/69999')==b''";
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Look, path]))!;
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, python.ExitCode);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Put(Stream file, Action<ArrayBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        file.Write(buffer.WrittenSpan);
    }
}
