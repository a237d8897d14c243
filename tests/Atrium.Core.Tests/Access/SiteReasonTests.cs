using Atrium.Core.Access;
using Atrium.Core.Sites;

namespace Atrium.Core.Tests.Access;

/// <summary>Whoever asks who can read a file hears of the site that shows it.</summary>
public sealed class SiteReasonTests
{
    [Theory]
    [InlineData("/sites/site.example/current", true)]
    [InlineData("/sites/site.example/current/css/a.css", true)]
    [InlineData("/sites/site.example/current/.git/config", false)] // visitors are not shown it
    [InlineData("/sites/site.example/drafts/f", false)]
    [InlineData("/sites/app.example/current/f", false)] // an application answers
    [InlineData("/sites/gone.example/current/f", false)]
    [InlineData("/shared/docs/current/f", false)]
    public async Task ListAndExplain_OfANode_NameTheSiteThatShowsIt(string path, bool isShown)
    {
        await using var store = await TestStore.OpenAsync();
        Assert.Null((await store.Operator.Sites.AddAsync("site.example", new SiteSettings(), default)).Refused);
        Assert.Null((await store.Operator.Sites.AddAsync("app.example", new SiteSettings { Proxy = new Uri("http://127.0.0.1:3000") }, default)).Refused);
        Assert.Null((await store.Operator.Sites.AddAsync("gone.example", new SiteSettings(), default)).Refused);
        Assert.Null((await store.Operator.Sites.RemoveAsync("gone.example", default)).Refused);
        if (!path.EndsWith("current", StringComparison.Ordinal))
            Assert.Null((await store.PutAsync(path, "content")).Refused);

        var list = (await store.Operator.Access.ListAsync(TestStore.Path(path), default)).Value;
        var read = (await store.Operator.Access.ExplainAsync("anyone", Rights.Read, TestStore.Path(path), default)).Value;
        var write = (await store.Operator.Access.ExplainAsync("anyone", Rights.Write, TestStore.Path(path), default)).Value;
        Assert.False(read.Allowed); // at the files themselves nothing is granted
        var site = new GrantInfo(TestStore.Path("/sites/site.example/current"), "anyone", PrincipalKind.Anyone, Rights.Read, GrantReason.Site);
        Assert.Equal(isShown, list.Entries.Contains(site));
        Assert.Equal(isShown, read.Grants.Contains(site));
        Assert.Equal(isShown, read.Reason.EndsWith("the site site.example shows it to all its visitors.", StringComparison.Ordinal));
        Assert.DoesNotContain(site, write.Grants);
    }
}
