using Atrium.Core;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dav;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Laws;

/// <summary>Every refusal has its reply in every protocol.</summary>
public class RefusalLaws
{
    public static TheoryData<Refusal> Refusals => [.. Enum.GetValues<Refusal>()];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void StatusOf_EveryRefusal_IsAnErrorOfHttp(Refusal refusal)
    {
        Assert.InRange(Problems.StatusOf(refusal, conditional: false), 400, 599);
        Assert.InRange(Problems.StatusOf(refusal, conditional: true), 400, 599);
        Assert.NotEqual(500, Problems.StatusOf(refusal, conditional: false));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void StatusOf_EveryRefusal_IsAnErrorOfWebDav(Refusal refusal)
        => Assert.All(
            Routes.All.Where(route => route.Path.StartsWith(DavPath.Prefix, StringComparison.Ordinal)).SelectMany(route => route.Methods),
            method => Assert.All([true, false], conditional =>
            {
                var status = DavReplies.StatusOf(refusal, method.Method, conditional);
                Assert.InRange(status, 400, 599);
                Assert.NotEqual(500, status);
            }));
}
