using System.Globalization;

namespace Semblance.Describe.Plans;

/// <summary>What a part of a formula is.</summary>
internal enum FormulaKind
{
    Number,
    Column,
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Min,
    Max,
    Round,
    Abs,
}

/// <summary>
/// The arithmetic of the "formula" generator as a tree: numbers, columns of the row ("quantity", "product_id.price"), + - * / with the usual
/// precedence, parentheses, min, max, round and abs.
/// </summary>
internal sealed record Formula(FormulaKind Kind, double Number, string? Column, Formula? Left, Formula? Right)
{
    private const int DeepestNesting = 64;
    private const double LargestNumber = 1e18;

    /// <summary>The columns that the formula reads, each once, in the order of the text.</summary>
    public IReadOnlyList<string> Columns()
    {
        var columns = new List<string>();
        Collect(this, columns);
        return columns;
    }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormatException">The text is not a formula; the message says where, as the end of a sentence.</exception>
    public static Formula Parse(string text)
    {
        var parser = new Parser(text);
        return parser.Whole();
    }

    private static void Collect(Formula? part, List<string> columns)
    {
        if (part is null)
        {
            return;
        }
        if (part.Column is { } column && !columns.Contains(column))
        {
            columns.Add(column);
        }
        Collect(part.Left, columns);
        Collect(part.Right, columns);
    }

    private sealed class Parser(string text)
    {
        private int _at;
        private int _depth;

        public Formula Whole()
        {
            Formula formula = Sum();
            return Peek() == '\0' ? formula : throw Unexpected();
        }

        private Formula Sum()
        {
            Formula left = Product();
            while (Peek() is '+' or '-')
            {
                FormulaKind kind = text[_at++] == '+' ? FormulaKind.Add : FormulaKind.Subtract;
                left = new Formula(kind, 0, null, left, Product());
            }
            return left;
        }

        private Formula Product()
        {
            Formula left = Unary();
            while (Peek() is '*' or '/')
            {
                FormulaKind kind = text[_at++] == '*' ? FormulaKind.Multiply : FormulaKind.Divide;
                left = new Formula(kind, 0, null, left, Unary());
            }
            return left;
        }

        private Formula Unary()
        {
            if (++_depth > DeepestNesting)
            {
                throw new FormatException($"it is nested more than {DeepestNesting} deep");
            }
            Formula part;
            switch (Peek())
            {
                case '-':
                    _at++;
                    part = new Formula(FormulaKind.Negate, 0, null, Unary(), null);
                    break;
                case '(':
                    _at++;
                    part = Sum();
                    Take(')');
                    break;
                case char c when char.IsAsciiDigit(c) || c == '.':
                    part = Literal();
                    break;
                case char c when char.IsLetter(c) || c == '_':
                    part = NameOrCall();
                    break;
                default:
                    throw Unexpected();
            }
            _depth--;
            return part;
        }

        private Formula Literal()
        {
            int start = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
            {
                _at++;
            }
            return double.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number < LargestNumber
                ? new Formula(FormulaKind.Number, number, null, null, null)
                : throw new FormatException($"'{text[start.._at]}' is not a number below 1e18");
        }

        private Formula NameOrCall()
        {
            int start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '.'))
            {
                _at++;
            }
            string name = text[start.._at];
            if (Peek() != '(')
            {
                return new Formula(FormulaKind.Column, 0, name, null, null);
            }
            FormulaKind kind = name switch
            {
                "min" => FormulaKind.Min,
                "max" => FormulaKind.Max,
                "round" => FormulaKind.Round,
                "abs" => FormulaKind.Abs,
                _ => throw new FormatException($"there is no function '{name}'; the functions are min, max, round and abs"),
            };
            Take('(');
            Formula first = Sum();
            Formula? second = null;
            if (kind is FormulaKind.Min or FormulaKind.Max)
            {
                Take(',');
                second = Sum();
            }
            Take(')');
            return new Formula(kind, 0, null, first, second);
        }

        private char Peek()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            return _at < text.Length ? text[_at] : '\0';
        }

        private void Take(char expected)
        {
            if (Peek() != expected)
            {
                throw Unexpected($", where '{expected}' is due");
            }
            _at++;
        }

        private FormatException Unexpected(string suffix = "") =>
            new(_at < text.Length ? $"'{text[_at]}' stands at character {_at + 1}{suffix}" : $"it ends too early{suffix}");
    }
}
