using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// What a model wrote, as the argument of a method: of the right type, or refused by name. Limits are the method's own
/// matter, for programs call it too.
/// </summary>
internal static class ArgumentBinder
{
    /// <summary>The value for a parameter.</summary>
    /// <exception cref="ChameleonPluginException">It is missing or of the wrong type.</exception>
    public static object? Bind(ParameterInfo parameter, AIFunctionArguments arguments)
    {
        var name = parameter.Name!;
        var given = arguments.TryGetValue(name, out var value) ? Plain(value) : null;
        if (given is null)
        {
            return parameter.HasDefaultValue ? parameter.DefaultValue : throw PluginThrow.Missing(name);
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(string))
        {
            return given as string ?? throw PluginThrow.WrongType(name, Kind(given), "a string");
        }

        return type == typeof(int) || type == typeof(long) ? Number(type, name, given) : Texts(name, given);
    }

    private static string[] Texts(string name, object given)
    {
        const string Takes = "a list of strings";
        var entries = given as object?[] ?? throw PluginThrow.WrongType(name, Kind(given), Takes);
        return [.. entries.Select(entry => entry as string ?? throw PluginThrow.WrongType(name, $"a list that holds {Kind(entry)}", Takes))];
    }

    private static object Number(Type type, string name, object given)
    {
        const string Takes = "a whole number";
        var written = given is string or long or double ? Convert.ToString(given, CultureInfo.InvariantCulture) : null;
        if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw PluginThrow.WrongType(name, Kind(given), Takes);
        }

        // Beyond what an int holds is beyond every limit that one has.
        if (type == typeof(int))
        {
            number = Math.Clamp(number, int.MinValue, int.MaxValue);
        }

        return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
    }

    /// <summary>JSON and the many number and list types of .NET, as null, string, bool, long, double, array or something else.</summary>
    private static object? Plain(object? value) => value switch
    {
        null or string or bool => value,
        JsonElement element => Plain(element),
        JsonNode node => Plain(JsonSerializer.SerializeToElement(node)),
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong or float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        IDictionary => value,
        IEnumerable entries => entries.Cast<object?>().Select(Plain).ToArray(),
        _ => value,
    };

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDouble(),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToArray(),
        _ => element,
    };

    private static string Kind(object? value) => value switch
    {
        null => "null",
        string => "a string",
        bool => "true or false",
        long or double => "a number",
        object?[] => "a list",
        _ => "an object",
    };
}
