namespace Atrium.Core.Access;

/// <summary>What somebody may do with a node. The numbers are stored.</summary>
[Flags]
public enum Rights
{
    /// <summary>Nothing: it does not exist for him.</summary>
    None = 0,

    /// <summary>See names, sizes and times.</summary>
    List = 1,

    /// <summary>Read content; includes list.</summary>
    Read = 2 | List,

    /// <summary>Add new entries to a folder.</summary>
    Create = 4 | List,

    /// <summary>Replace and append content, rename.</summary>
    Write = 8 | List,

    /// <summary>Delete, and move away.</summary>
    Delete = 16 | List,

    /// <summary>Grant to others what one holds oneself, but for share and manage.</summary>
    Share = 32 | List,

    /// <summary>Everything, and to say who else may do what.</summary>
    Manage = 64 | Read | Create | Write | Delete | Share,
}
