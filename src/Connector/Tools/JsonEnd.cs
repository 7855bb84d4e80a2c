namespace Chameleon.Connector;

/// <summary>Finds where a JSON object ends in text that comes in pieces. Not thread-safe.</summary>
internal sealed class JsonEnd
{
    private int depth;
    private bool isInString;
    private bool isEscaped;

    /// <summary>Takes one more character.</summary>
    /// <returns>Whether it closes the object.</returns>
    public bool Push(char character)
    {
        if (isInString)
        {
            isInString = isEscaped || character != '"';
            isEscaped = !isEscaped && character == '\\';
            return false;
        }

        isInString = character == '"';
        depth += character switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
        return depth == 0 && character is '}' or ']';
    }
}
