namespace Chameleon.Engine.Tokenization;

/// <summary>Every character of a class stands alone.</summary>
internal sealed class ClassRule(CharacterClass wanted) : ISplitRule
{
    public bool Find(ReadOnlySpan<char> text, out int start, out int length)
    {
        for (start = 0; start < text.Length; start += length)
        {
            if ((CodePoints.ClassAt(text, start, out length) & wanted) != 0)
            {
                return true;
            }
        }

        length = 0;
        return false;
    }
}
