using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Atrium.Protocols.Http.Dav;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Dav;

/// <summary>OC-Checksum and X-Expected-Entity-Length.</summary>
public class PromiseTests
{
    [Theory]
    // RFC 1950 has no examples; these are zlib's.
    [InlineData("", "00000001")]
    [InlineData("a", "00620062")]
    [InlineData("Wikipedia", "11e60398")]
    public void Adler32_OfAText_IsWhatZlibSays(string text, string sum)
    {
        using var adler = new Adler32();
        adler.Append(Encoding.ASCII.GetBytes(text));
        Assert.Equal(sum, adler.End());
    }

    [Fact]
    public void Adler32_InAnyPieces_IsTheSame() => Gen.Select(Gen.Byte.Array[0, 20_000], Gen.Int[0, 20_000]).Sample((bytes, at) =>
    {
        at = Math.Min(at, bytes.Length);
        using var whole = new Adler32();
        using var pieces = new Adler32();
        whole.Append(bytes);
        pieces.Append(bytes.AsSpan(0, at));
        pieces.Append(bytes.AsSpan(at));
        Assert.Equal(whole.End(), pieces.End());
    });

    [Fact]
    public async Task PromisedInput_ReadInAnySteps_HandsOnTheEndOnlyWhenThePromiseIsKept()
        => await Gen.Select(Gen.Byte.Array[0, 5_000], Gen.Int[1, 700], Gen.Int[0, 3]).SampleAsync(async (bytes, step, broken) =>
        {
            var checksum = new PromisedChecksum("SHA256", Convert.ToHexString(SHA256.HashData(broken == 1 ? [1, 2, 3] : bytes)));
            using var input = new PromisedInput(
                PipeReader.Create(new ReadOnlySequence<byte>(bytes)), new UploadPromise(broken == 2 ? bytes.Length + 1 : bytes.Length, broken == 3 ? null : checksum));
            var read = new MemoryStream();
            async Task ReadAsync()
            {
                while (true)
                {
                    var result = await input.ReadAsync(TestContext.Current.CancellationToken);
                    // Less than was handed over, so that the rest comes again.
                    var taken = result.Buffer.Slice(0, Math.Min(step, result.Buffer.Length));
                    foreach (var segment in taken)
                        read.Write(segment.Span);
                    var isEnd = result.IsCompleted && taken.Length == result.Buffer.Length;
                    input.AdvanceTo(taken.End);
                    if (isEnd)
                        return;
                }
            }
            if (broken is 1 or 2)
            {
                await Assert.ThrowsAsync<BrokenPromiseException>(ReadAsync);
                return;
            }
            await ReadAsync();
            Assert.Equal(bytes, read.ToArray());
        });

    [Theory]
    [InlineData("SHA1:da39a3ee5e6b4b0d3255bfef95601890afd80709", true)]
    [InlineData("md5:D41D8CD98F00B204E9800998ECF8427E", true)]
    [InlineData("CRC7:00", true)]
    [InlineData("SHA1:00", false)]
    [InlineData("SHA1", false)]
    [InlineData(":00", false)]
    public void Parse_OfAText_IsRefusedWhereItIsNoChecksum(string text, bool isGood) => Assert.Equal(isGood, PromisedChecksum.Parse(text).Refused is null);

    [Fact]
    public void DavTag_ThereAndBack_IsTheSame() => Gen.Byte.Array[32].Sample(hash =>
    {
        var tag = Convert.ToHexStringLower(hash);
        Assert.Equal(44, DavTag.Of(tag).Length);
        Assert.Equal(tag, DavTag.Back(DavTag.Of(tag)));
        Assert.Equal(tag, DavTag.Back(tag));
    });
}
