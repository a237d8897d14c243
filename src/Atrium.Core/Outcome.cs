using System.Diagnostics.CodeAnalysis;

namespace Atrium.Core;

/// <summary>A value or a refusal. Expected failures are values; exceptions are for what nobody can answer.</summary>
/// <typeparam name="T">The value of success.</typeparam>
public readonly struct Outcome<T>
{
    private readonly T value;

    private Outcome(T value, Refused? refused) => (this.value, Refused) = (value, refused);

    /// <summary>Null on success.</summary>
    public Refused? Refused { get; }

    /// <summary>The value of success.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refused is null ? value : throw new InvalidOperationException($"Refused: {Refused.Kind}: {Refused.Detail}");

    /// <summary>Takes the outcome apart: true and the value, or false and the refusal.</summary>
    public bool Try([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refused? refused)
    {
        value = this.value;
        refused = Refused;
        return refused is null;
    }

    /// <summary>Success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Refusal.</summary>
    public static implicit operator Outcome<T>(Refused refused) => new(default!, refused);
}

/// <summary>The value of an operation that has nothing to tell but its success.</summary>
public readonly record struct Done;
