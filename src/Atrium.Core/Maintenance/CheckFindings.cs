using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>What a check has found, and the mending of it where it was asked for.</summary>
internal sealed class CheckFindings(Store store, Caller caller, CheckMode mode)
{
    private readonly List<CheckProblem> problems = [];

    internal IReadOnlyList<CheckProblem> Problems => problems;

    internal Caller Caller => caller;

    internal bool IsRepairing => mode == CheckMode.Repair;

    internal void Add(CheckProblem problem) => problems.Add(problem);

    /// <summary>Adds a problem, and mends it in a unit of its own when the check repairs; the unit looks again before it mends.</summary>
    internal async ValueTask AddAsync(CheckProblem problem, Action<ICatalogTransaction> mend, CancellationToken cancellation)
    {
        if (!IsRepairing)
        {
            problems.Add(problem);
            return;
        }
        var mended = await store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                mend(tx);
                tx.Administer("repaired", problem.Subject, problem.Kind, null);
                return default(Done);
            },
            cancellation);
        problems.Add(problem with { Repaired = mended.Refused is null });
    }
}
