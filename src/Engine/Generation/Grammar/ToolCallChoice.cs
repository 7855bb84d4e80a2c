namespace Chameleon.Engine.Generation.Grammar;

/// <summary>Whether an answer calls tools.</summary>
public enum ToolCallChoice
{
    /// <summary>As the model sees fit: it calls where it writes <see cref="TokenGrammar.ToolCallMarker"/>.</summary>
    Auto,

    /// <summary>A call, and nothing before it.</summary>
    Required,
}
