using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Generation.Fakes;

/// <summary>Ids of the fake model: control tokens, picture codes, then one id per character.</summary>
internal static class FakeVocabulary
{
    public const int Begin = 0;
    public const int Padding = 1;
    public const int End = 2;
    public const int EndOfTurn = 3;
    public const int BeginOfImage = 4;
    public const int EndOfImage = 5;
    public const int FirstCode = 6;
    public const int Codes = 8;
    public const int FirstText = FirstCode + Codes;
    public const string Characters = "abcdefghijklmnopqrstuvwxyz .!?";
    public const int Size = FirstText + 30;

    public static PictureVocabulary Pictures { get; } =
        new([.. Enumerable.Range(FirstCode, Codes)], BeginOfImage, EndOfImage);

    public static int IdOf(char character) => FirstText + Characters.IndexOf(character);

    public static bool IsText(int id) => id >= FirstText;
}
