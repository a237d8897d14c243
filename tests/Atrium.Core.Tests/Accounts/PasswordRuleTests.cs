using Atrium.Core.Accounts.Passwords;

namespace Atrium.Core.Tests.Accounts;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("sunken lantern orchard")]
    [InlineData("xkq7-vhz2-mmp9")]
    [InlineData("8302957146628")]
    [InlineData("жёлтая подводная лодка")]
    [InlineData("tango-29384758293")]
    [InlineData("aaaaaaaaaaaab-c-")]
    public void Check_LongAndUncommon_IsTaken(string password) => Assert.Null(PasswordRule.Check(password, "alice"));

    [Theory]
    [InlineData("short")]
    [InlineData("elevenchars")]
    [InlineData("жёлтая лодк")]
    [InlineData("sunken\nlantern orchard")]
    public void Check_ShortOrWithControls_IsRefused(string password) => Assert.Equal(Refusal.Invalid, PasswordRule.Check(password, "alice")?.Kind);

    [Theory]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("PASSWORD1234")]
    [InlineData("p@ssw0rd1234")]
    [InlineData("P4$$w0rd!!!!")]
    [InlineData("passwordpassword")]
    [InlineData("Password Password")]
    [InlineData("1234password")]
    [InlineData("password2026!")]
    [InlineData("iloveyou1234")]
    [InlineData("letmeinletmein")]
    [InlineData("monkeydragon")]
    [InlineData("drowssap1234")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("abcdefghijkl")]
    [InlineData("987654321098")]
    [InlineData("123456789012")]
    [InlineData("administrator")]
    [InlineData("Adm1n1strat0r")]
    [InlineData("correct horse battery staple")]
    public void Check_CommonOrASmallChangeOfACommonOne_IsRefused(string password)
        => Assert.Contains("common", PasswordRule.Check(password, "alice")?.Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("the secret of alice")]
    [InlineData("ALICE-quartz-violin")]
    [InlineData("4l1c3 quartz violin")]
    [InlineData("a.l.i.c.e quartz violin")]
    public void Check_WithTheAccountsName_IsRefused(string password)
        => Assert.Contains("name", PasswordRule.Check(password, "alice")?.Detail, StringComparison.Ordinal);

    [Fact]
    public void Check_NamesThatAreInEveryWord_DoNotCount() => Assert.Null(PasswordRule.Check("sunken lantern orchard", "or"));

    [Fact]
    public void Contains_GeneratedPasswords_AreNotCommon()
        => Assert.All(Enumerable.Range(0, 50), _ => Assert.False(CommonPasswords.Contains(Core.Accounts.AppPassword.Generate())));
}
