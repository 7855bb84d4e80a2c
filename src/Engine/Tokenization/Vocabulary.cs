using System.Text;

namespace Chameleon.Engine.Tokenization;

/// <summary>Tokens and their ids, 0 to <see cref="Size"/> − 1 without gaps. Immutable.</summary>
internal sealed class Vocabulary
{
    private readonly string[] tokens;
    private readonly bool[] special;
    private readonly Dictionary<string, int> ids;
    private readonly int[] byteIds = new int[256];

    // Bytes of all tokens one behind the other, and where each begins.
    private readonly byte[] bytes;
    private readonly int[] byteStarts;

    /// <param name="tokens">Every token at its id.</param>
    /// <param name="special">Whether it is a control token.</param>
    /// <exception cref="KeyNotFoundException">A byte has no token.</exception>
    public Vocabulary(string[] tokens, bool[] special)
    {
        this.tokens = tokens;
        this.special = special;
        ids = new Dictionary<string, int>(tokens.Length);
        byteStarts = new int[tokens.Length + 1];
        var pool = new MemoryStream();
        for (var id = 0; id < tokens.Length; id++)
        {
            ids.Add(tokens[id], id);

            // As the reference's decoder does: a token outside the byte alphabet stands for its own text.
            pool.Write(ByteAlphabet.TryDecode(tokens[id]) ?? Encoding.UTF8.GetBytes(tokens[id]));
            byteStarts[id + 1] = checked((int)pool.Length);
        }

        bytes = pool.ToArray();
        for (var value = 0; value < byteIds.Length; value++)
        {
            byteIds[value] = ids[ByteAlphabet.CharacterOf((byte)value).ToString()];
        }
    }

    /// <summary>Number of ids.</summary>
    public int Size => tokens.Length;

    /// <summary>Id of the token of one byte.</summary>
    public int IdOfByte(byte value) => byteIds[value];

    /// <summary>Id of a token as the file spells it.</summary>
    public bool TryGetId(string token, out int id) => ids.TryGetValue(token, out id);

    /// <summary>The token as the file spells it, null outside the vocabulary.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)tokens.Length ? tokens[id] : null;

    /// <summary>Whether an id is a control token; false outside the vocabulary.</summary>
    public bool IsSpecial(int id) => (uint)id < (uint)special.Length && special[id];

    /// <summary>The bytes of text that an id stands for; perhaps a part of a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id lies outside the vocabulary.</exception>
    public ReadOnlySpan<byte> BytesOf(int id)
    {
        if ((uint)id >= (uint)tokens.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {tokens.Length - 1}.");
        }

        return bytes.AsSpan(byteStarts[id]..byteStarts[id + 1]);
    }
}
