namespace Atrium.Core.Access;

/// <summary>What a caller may do with a node.</summary>
[Flags]
internal enum Rights
{
    None = 0,

    /// <summary>See names, sizes and times.</summary>
    List = 1,

    /// <summary>Read content; includes list.</summary>
    Read = 2 | List,

    /// <summary>Add new entries to a folder.</summary>
    Create = 4 | List,

    /// <summary>Replace and append content, rename.</summary>
    Write = 8 | List,

    Delete = 16 | List,

    Share = 32 | List,

    /// <summary>Everything.</summary>
    Manage = 64 | Read | Create | Write | Delete | Share,
}
