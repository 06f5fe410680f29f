def main():
    print(undefined_name)

main()
