using Atrium.Core;
using Atrium.Protocols.Http.Answers;

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
}
