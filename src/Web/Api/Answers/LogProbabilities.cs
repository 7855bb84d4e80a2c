using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;

namespace Chameleon.Web.Api;

/// <summary>Writes how likely tokens were, as the field <c>logprobs</c>.</summary>
internal static class LogProbabilities
{
    /// <summary>Stands for what cannot be, which JSON has no number for; OpenAI's own.</summary>
    private const float Impossible = -9999;

    /// <summary>Writes the field; null where there is nothing to tell.</summary>
    /// <param name="json">Where.</param>
    /// <param name="tokens">The tokens of a text; what ended it is not among those that are told.</param>
    /// <param name="tokenizer">Knows what they say.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TokenChoice> tokens, ITokenizer tokenizer)
    {
        if (tokens.Count == 0)
        {
            json.WriteNull("logprobs"u8);
            return;
        }

        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        foreach (var token in tokens)
        {
            if (tokenizer.Decode([token.Chosen.Id]).Length == 0)
            {
                continue;
            }

            json.WriteStartObject();
            WriteToken(json, token.Chosen, tokenizer);
            json.WriteStartArray("top_logprobs"u8);
            foreach (var likely in token.Likeliest)
            {
                json.WriteStartObject();
                WriteToken(json, likely, tokenizer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, TokenProbability token, ITokenizer tokenizer)
    {
        // A token may be a part of a character only; its bytes are exact.
        var bytes = tokenizer.BytesOf(token.Id);
        json.WriteString("token"u8, Encoding.UTF8.GetString(bytes));
        json.WriteNumber("logprob"u8, Math.Max(token.LogProbability, Impossible));
        json.WriteStartArray("bytes"u8);
        foreach (var value in bytes)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
