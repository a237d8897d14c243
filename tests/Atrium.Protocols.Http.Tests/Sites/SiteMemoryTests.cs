using Atrium.Core.Repository;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Sites;
using SiteFile = Atrium.Protocols.Http.Sites.SiteFile;

namespace Atrium.Protocols.Http.Tests.Sites;

public class SiteMemoryTests
{
    private static readonly PublishedSite Site = new(1, "site.example", null, false);

    private long stamp = 5;

    [Fact]
    public void Find_AfterAChangeOfTheSite_IsNothingUntilItIsReadAgain()
    {
        var memory = New(1_000_000);
        var file = memory.Keep(File("a", 10));
        memory.Remember(Site, 5, "/a", file);
        Assert.Same(file, memory.Find(Site, "/a"));
        Assert.Null(memory.Find(Site, "/b"));

        stamp = 6;
        Assert.Null(memory.Find(Site, "/a"));
        Assert.Same(file, memory.Find("a")); // the content is still good
        memory.Remember(Site, 6, "/a", file);
        Assert.Same(file, memory.Find(Site, "/a"));
    }

    [Fact]
    public void Remember_WhatWasReadBeforeAChange_DoesNotTakeThePlaceOfWhatIsNewer()
    {
        var memory = New(1_000_000);
        stamp = 6;
        var (newer, older) = (memory.Keep(File("newer", 10)), memory.Keep(File("older", 10)));
        memory.Remember(Site, 6, "/a", newer);
        memory.Remember(Site, 5, "/a", older);
        Assert.Same(newer, memory.Find(Site, "/a"));
    }

    [Fact]
    public void Keep_MoreThanFits_LetsGoWhatWasNotUsedAndForgetsItsBytes()
    {
        var memory = New(100_000);
        var used = memory.Keep(File("used", 10_000));
        memory.Remember(Site, stamp, "/used", used);
        var unused = memory.Keep(File("unused", 10_000));
        memory.Remember(Site, stamp, "/unused", unused);
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(memory.Find(Site, "/used")?.Select(default));
            memory.Keep(File($"{i}", 10_000));
            Assert.InRange(memory.Bytes, 0, 100_000);
        }
        Assert.Null(memory.Find(Site, "/unused"));
        Assert.False(unused.IsHere);
        Assert.Null(unused.Select(default));
    }

    [Fact]
    public void Grow_OfAResourceThatWasLetGo_IsNotCounted()
    {
        var memory = New(30_000);
        var first = memory.Keep(File("first", 10_000));
        for (var i = 0; i < 10; i++)
            memory.Keep(File($"{i}", 10_000));
        Assert.False(first.TryAdd(ContentCoding.Gzip, FileOf("first", 100)));
    }

    private SiteMemory New(long bytes) => new(_ => stamp, bytes);

    private static SiteResource File(string key, int length) => new(key, [FileOf(key, length), null, null, null]);

    private static SiteFile FileOf(string name, int length) => SiteFile.Of(
        new FileEntry(NodePath.Parse($"/sites/site.example/current/{name}").Value, NodeKind.File, 1, length, DateTimeOffset.UnixEpoch, "text/plain", "tag", 1),
        ContentCoding.Identity, varies: true, new byte[length]);
}
