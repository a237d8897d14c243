using Atrium.Core.Ports;

namespace Atrium.Core.Config;

/// <summary>
/// The order in which things are changed, whatever section they stand in: what others need comes before them, and what is in somebody's
/// way goes before he comes.
/// </summary>
internal enum ConfigPhase
{
    /// <summary>New spaces take their defaults from them.</summary>
    Settings,

    /// <summary>Host names become free for other sites.</summary>
    RemoveSites,

    /// <summary>Addresses become free for other accounts.</summary>
    RemoveAddresses,

    AddPrincipals,

    /// <summary>Before others cease to be administrators: one must stay.</summary>
    Promote,

    Demote,

    /// <summary>Before others join: two groups may change places.</summary>
    Leave,

    /// <summary>Owners are there by now, and those who go own nothing any more.</summary>
    Spaces,

    /// <summary>Before anybody is put into a group or granted something: what names one who goes is a mistake.</summary>
    RemovePrincipals,

    AddAddresses,

    Join,

    Sites,

    Access,

    /// <summary>After their sites.</summary>
    RemoveSpaces,

    /// <summary>Before others are kept out: whoever applies the file is not shut out by half of it.</summary>
    Open,

    Close,
}

/// <summary>One call of a rule that the API has too.</summary>
/// <param name="Phase">When.</param>
/// <param name="Attribute">What of the thing it changes; empty for the thing itself.</param>
/// <param name="Run">Null when it is done.</param>
internal sealed record ConfigStep(ConfigPhase Phase, string Attribute, Func<ICatalogTransaction, Refused?> Run)
{
    /// <summary>What must be there: names of accounts and groups, paths of spaces.</summary>
    internal IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What is there afterwards; when it is not, nobody is told the same again of all that needs it.</summary>
    internal IReadOnlyList<string> Makes { get; init; } = [];
}
