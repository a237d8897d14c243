using Atrium.Core.Repository;
using Atrium.Core.Settings;

namespace Atrium.Core.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly ListSetting Words = new("test.words", "Words", "words of letters", word => word.All(char.IsAsciiLetter) ? word.ToLowerInvariant() : null);

    [Fact]
    public async Task Set_OfAKnownSetting_HoldsAtOnceAndAfterAnotherStart()
    {
        await using var store = await TestStore.OpenAsync();
        store.Store.Settings.Declare(Words);
        var settings = store.Operator.Administration.Settings;
        var change = store.Store.Settings.NextChange;
        Assert.Equal("one,two", (await settings.SetAsync("test.words", " One, two,one", default)).Value.Value);
        Assert.Equal(["one", "two"], store.Store.Settings.Get(Words));
        Assert.True(change.IsCancellationRequested);
        var other = new SettingBook(store.Store.Catalog, [Words]);
        await other.LoadAsync(default);
        Assert.Equal(["one", "two"], other.Get(Words));
        Assert.False((await settings.ResetAsync("test.words", default)).Value.IsSet);
        Assert.Empty(store.Store.Settings.Get(Words));
    }

    [Theory]
    [InlineData("storage.maintenance-interval", "0")]
    [InlineData("storage.maintenance-interval", "86401")]
    [InlineData("storage.maintenance-interval", "-1")]
    [InlineData("storage.maintenance-interval", "none")]
    [InlineData("storage.maintenance-interval", "1e3")]
    [InlineData("storage.maintenance-interval", "")]
    [InlineData("space.default-quota", "99999999999999999999")]
    [InlineData("space.default-quota", "No")]
    public async Task Set_OutOfRange_IsRefusedWithTheRange(string name, string value)
    {
        await using var store = await TestStore.OpenAsync();
        var refused = (await store.Operator.Administration.Settings.SetAsync(name, value, default)).Refused;
        Assert.Equal(Refusal.Invalid, refused?.Kind);
        Assert.Contains((await store.Operator.Administration.Settings.GetAsync(name, default)).Value.Setting.Range, refused!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_Unknown_DoesNotExist()
    {
        await using var store = await TestStore.OpenAsync();
        var settings = store.Operator.Administration.Settings;
        Assert.Equal(Refusal.NotFound, (await settings.SetAsync("none", "1", default)).Refused?.Kind);
        Assert.Equal(Refusal.NotFound, (await settings.GetAsync("none", default)).Refused?.Kind);
        Assert.Equal(Refusal.NotFound, (await settings.ResetAsync("none", default)).Refused?.Kind);
    }

    [Fact]
    public async Task NewSpace_WhereNothingIsSaid_HasTheDefaults()
    {
        await using var store = await TestStore.OpenAsync();
        var administration = store.Operator.Administration;
        await administration.Settings.SetAsync("space.default-quota", "5000", default);
        await administration.Settings.SetAsync("space.default-retention", "60", default);
        var plain = (await administration.AddSpaceAsync(TestStore.Path("/shared/plain"), new SpaceSettings(), default)).Value;
        Assert.Equal((5000, TimeSpan.FromMinutes(1)), (plain.Quota, plain.Retention));
        var named = (await administration.AddSpaceAsync(TestStore.Path("/shared/named"), new SpaceSettings { Quota = -1, Retention = TimeSpan.Zero }, default)).Value;
        Assert.Equal((null, TimeSpan.Zero), (named.Quota, named.Retention));
        // What is there already keeps what it has.
        Assert.Null((await administration.ListSpacesAsync(default)).Value.Single(space => space.Path.Name == "docs").Quota);
    }

    [Fact]
    public async Task Get_WhereTheConfigurationSaysOtherwise_IsItsDefault()
    {
        await using var store = await TestStore.OpenAsync(new RepositoryOptions { BlobGrace = TimeSpan.FromHours(2) });
        var grace = (await store.Operator.Administration.Settings.GetAsync("storage.blob-grace", default)).Value;
        Assert.Equal(("7200", false), (grace.Value, grace.IsSet));
        Assert.Equal(TimeSpan.FromHours(2), store.Store.BlobGrace);
        await store.Operator.Administration.Settings.SetAsync("storage.blob-grace", "3600", default);
        Assert.Equal(TimeSpan.FromHours(1), store.Store.BlobGrace);
    }
}
