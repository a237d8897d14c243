namespace Atrium.Conformance.Harness;

/// <summary>The files below a data folder in which large contents lie, found by what they hold.</summary>
internal static class BlobFiles
{
    public static string Holding(string data, byte[] bytes)
    {
        var sameLength = new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Length == bytes.Length);
        return sameLength.Select(file => file.FullName).Single(path => File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes));
    }

    public static void FlipOneBit(string path, long offset)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var one = new byte[1];
        Assert.Equal(1, RandomAccess.Read(file, one, offset));
        one[0] ^= 1;
        RandomAccess.Write(file, one, offset);
    }
}
