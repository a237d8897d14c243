namespace Atrium.Core;

/// <summary>A store cannot be opened; the message is one sentence that says what to do.</summary>
public sealed class StoreOpenException : Exception
{
    /// <summary>Makes the exception.</summary>
    public StoreOpenException(string message) : base(message) { }

    /// <summary>Makes the exception.</summary>
    public StoreOpenException(string message, Exception inner) : base(message, inner) { }
}
