using System.Diagnostics;
using System.Globalization;
using System.Text;
using Atrium.Core.Unicode;

namespace Atrium.Core.Tests.Unicode;

public class NfcTests
{
    private const string Suite = "/usr/share/unicode/NormalizationTest.txt.bz2";

    /// <summary>The suite of Unicode itself: c2 == NFC(c1) == NFC(c2) == NFC(c3), and c4 == NFC(c4) == NFC(c5).</summary>
    [Fact]
    public void Normalize_TheSuiteOfUnicode_IsMet()
    {
        var lines = 0;
        foreach (var line in ReadSuite())
        {
            if (line.Split('#')[0].Split(';') is not [var c1, var c2, var c3, var c4, var c5, ..])
                continue;
            lines++;
            Assert.Equal(Text(c2), Nfc.Normalize(Text(c1)));
            Assert.Equal(Text(c2), Nfc.Normalize(Text(c2)));
            Assert.Equal(Text(c2), Nfc.Normalize(Text(c3)));
            Assert.Equal(Text(c4), Nfc.Normalize(Text(c4)));
            Assert.Equal(Text(c4), Nfc.Normalize(Text(c5)));
        }
        Assert.True(lines > 18_000, $"The suite has only {lines} lines.");
    }

    [Fact]
    public void Normalize_CharacterOutsideTheSuitesFirstPart_StaysAsItIs()
    {
        var listed = ReadSuite().SkipWhile(line => !line.StartsWith("@Part1", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith('@')).Where(line => !line.StartsWith('#'))
            .Select(line => int.Parse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToHashSet();
        Assert.NotEmpty(listed);
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code) && !listed.Contains(code))
                Assert.Equal(new Rune(code).ToString(), Nfc.Normalize(new Rune(code).ToString()));
        }
    }

    [Fact]
    public void Normalize_NormalText_IsTheSameObject()
    {
        foreach (var text in new[] { "", "plain.txt", "café", "Привет", "東京", "한글", "😀" })
            Assert.Same(text, Nfc.Normalize(text));
    }

    private static IEnumerable<string> ReadSuite()
    {
        Assert.True(File.Exists(Suite), "Unicode's own tests are missing; ./test installs them.");
        using var bunzip = Process.Start(new ProcessStartInfo("bunzip2", ["-c", Suite]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        while (bunzip.StandardOutput.ReadLine() is { } line)
            yield return line;
    }

    private static string Text(string codes)
        => string.Concat(codes.Split(' ').Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));
}
