using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>Codes that end in, or hold, check digits: a pattern, then the digits that make it valid.</summary>
internal sealed class CheckedCode : ColumnGenerator
{
    private readonly CompiledPattern _pattern;
    private readonly CodeForm _form;
    private readonly Shuffle? _shuffle;
    private readonly Draws _draws;

    public CheckedCode(ColumnContext context, CodeForm form)
    {
        _form = form;
        _pattern = new CompiledPattern(form.Pattern);
        _draws = context.Draws;
        _shuffle = context.IsUnique ? context.Distinct(_pattern.Capacity) : null;
    }

    /// <summary>Card numbers of the range 9, which is for national use and no card network's, with a Luhn digit.</summary>
    public static CodeForm Card { get; } = new("9##############", CheckDigits.AppendLuhn);

    /// <summary>Card numbers of which four digits can be read.</summary>
    public static CodeForm MaskedCard { get; } = new(@"\*\*\*\* \*\*\*\* \*\*\*\* ####", CheckDigits.None);

    /// <summary>EAN-13 of the range 2, which is for use within shops.</summary>
    public static CodeForm Ean { get; } = new("2###########", CheckDigits.AppendEan);

    /// <summary>ISBN-13.</summary>
    public static CodeForm Isbn { get; } = new("978#########", CheckDigits.AppendEan);

    /// <summary>IMEI with its Luhn digit.</summary>
    public static CodeForm Imei { get; } = new("35############", CheckDigits.AppendLuhn);

    /// <summary>Vehicle identification numbers: the ninth character checks the others.</summary>
    public static CodeForm Vin { get; } = new("1FA#####0#P######", CheckDigits.SetVin);

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>IBANs of a locale's country.</summary>
    public static CodeForm Iban(LocaleWords words) => new(words.CountryCode + "00" + words.Format("bban"), CheckDigits.SetIban);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        foreach (long row in block.Rows)
        {
            Span<byte> text = into.BeginText(_pattern.MostBytes + 2);
            _draws.At(row, out ulong number, out ulong rest);
            int length = _pattern.WriteNumber(_shuffle is { } shuffle ? shuffle[(ulong)row] : number % _pattern.Capacity, rest, text);
            into.EndText(_form.Complete(text, length));
        }
    }
}

/// <summary>A form of codes.</summary>
/// <param name="Pattern">The pattern before the check digits are set.</param>
/// <param name="Complete">Sets or appends check digits to a text of a length and returns the new length.</param>
internal sealed record CodeForm(string Pattern, CompleteCode Complete);

/// <summary>Sets or appends check digits.</summary>
internal delegate int CompleteCode(Span<byte> text, int length);

/// <summary>The check digits of codes.</summary>
internal static class CheckDigits
{
    /// <summary>No check digit.</summary>
    public static int None(Span<byte> text, int length) => length;

    /// <summary>A digit by Luhn's method. Source: ISO/IEC 7812-1, annex B.</summary>
    public static int AppendLuhn(Span<byte> text, int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            int digit = text[length - 1 - i] - '0';
            if ((i & 1) == 0)
            {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }
            sum += digit;
        }
        text[length] = (byte)('0' + ((10 - (sum % 10)) % 10));
        return length + 1;
    }

    /// <summary>The last digit of EAN-13 and ISBN-13. Source: GS1 General Specifications, 7.9.</summary>
    public static int AppendEan(Span<byte> text, int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += (text[length - 1 - i] - '0') * ((i & 1) == 0 ? 3 : 1);
        }
        text[length] = (byte)('0' + ((10 - (sum % 10)) % 10));
        return length + 1;
    }

    /// <summary>The two digits behind an IBAN's country. Source: ISO 13616-1, ISO/IEC 7064 MOD 97-10.</summary>
    public static int SetIban(Span<byte> text, int length)
    {
        text[2] = text[3] = (byte)'0';
        int rest = 0;
        for (int i = 0; i < length; i++)
        {
            byte c = text[(i + 4) % length];
            rest = c >= 'A' ? ((rest * 100) + c - 'A' + 10) % 97 : ((rest * 10) + c - '0') % 97;
        }
        int check = 98 - rest;
        text[2] = (byte)('0' + (check / 10));
        text[3] = (byte)('0' + (check % 10));
        return length;
    }

    /// <summary>The ninth character of a VIN. Source: 49 CFR 565.15.</summary>
    public static int SetVin(Span<byte> text, int length)
    {
        ReadOnlySpan<byte> weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        ReadOnlySpan<byte> values = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += weights[i] * (text[i] >= 'A' ? values[text[i] - 'A'] : text[i] - '0');
        }
        int check = sum % 11;
        text[8] = check == 10 ? (byte)'X' : (byte)('0' + check);
        return length;
    }
}
