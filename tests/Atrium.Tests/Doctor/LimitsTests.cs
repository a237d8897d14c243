using Atrium.Doctor;
using Atrium.Unix;

namespace Atrium.Tests.Doctor;

public sealed class LimitsTests : IDisposable
{
    private readonly DirectoryInfo groups = Directory.CreateTempSubdirectory("atrium-groups-");

    public void Dispose() => groups.Delete(recursive: true);

    [Fact]
    public void Memory_OfNestedGroups_IsTheLeastOfThem()
    {
        Write("system.slice", "max");
        Write("system.slice/atrium.service", $"{1L << 30}");
        Write("system.slice/atrium.service/inner", $"{2L << 30}");
        Assert.Equal(1L << 30, MemoryLimit.Of(groups.FullName, "0::/system.slice/atrium.service/inner\n"));
    }

    [Fact]
    public void Memory_WithoutALimit_IsNone()
    {
        Write("system.slice", "max");
        Assert.Null(MemoryLimit.Of(groups.FullName, "0::/system.slice\n"));
        Assert.Null(MemoryLimit.Of(groups.FullName, "3:memory:/old\n"));
        Assert.Null(MemoryLimit.Of(groups.FullName, "0::/not/there\n"));
    }

    [Fact]
    public void Memory_TooLittle_IsFoundWithWhatToDo()
    {
        var finding = Assert.Single(LimitsLook.Memory(200L * 1024 * 1024));
        Assert.Equal("memory", finding.Check);
        Assert.Contains("MemoryMax", finding.Advice, StringComparison.Ordinal);
        Assert.Empty(LimitsLook.Memory(1L << 30));
        Assert.Empty(LimitsLook.Memory(null));
    }

    [Fact]
    public void FileSystem_OfThisMachine_HasAsManyFreeBytesAsDotNetSays()
    {
        var facts = FileSystemFacts.Of(groups.FullName);
        Assert.NotNull(facts);
        Assert.Equal(new DriveInfo(groups.FullName).TotalSize, facts.Bytes);
        Assert.InRange(facts.FreeBytes, 0, facts.Bytes);
        Assert.InRange(facts.FreeInodes, 0, facts.Inodes);
        Assert.Null(FileSystemFacts.Of(Path.Combine(groups.FullName, "not-there")));
    }

    [Theory]
    [InlineData(1024, 1)]
    [InlineData(65_536, 0)]
    public void OpenFiles_TooFew_AreFoundWithWhatToDo(long limit, int findings)
    {
        var found = LimitsLook.OpenFiles(limit).ToList();
        Assert.Equal(findings, found.Count);
        Assert.All(found, finding => Assert.Contains("LimitNOFILE", finding.Advice, StringComparison.Ordinal));
    }

    private void Write(string group, string limit)
    {
        var folder = Directory.CreateDirectory(Path.Combine(groups.FullName, group)).FullName;
        File.WriteAllText(Path.Combine(folder, "memory.max"), limit + "\n");
    }
}
